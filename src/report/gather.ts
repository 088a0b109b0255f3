import type { DatasetReader } from '../dataset/read.ts'
import type { RunInfo } from '../dataset/run-info.ts'
import { type BrandTable, estimateBrands } from './brand-estimates.ts'
import type { Correction } from './correction.ts'
import { type Dialect, duckdb } from './dialect.ts'
import { type Asked, type Overview, overview } from './queries.ts'
import { type Account, accounts } from './queries-accounts.ts'
import { brandSums, type Clusters, chooseClusters, clusterTotals, type Mentions, mentions } from './queries-brands.ts'
import { type Kinds, kinds, type Sample } from './queries-clusters.ts'
import { type Content, content } from './queries-content.ts'
import { type Distribution, distributions } from './queries-distributions.ts'
import { type Families, families } from './queries-families.ts'
import { type StrongPicture, strongestPictures } from './queries-pictures.ts'
import { type MeansRow, meansByPlatform } from './queries-platforms.ts'
import {
  type Completeness,
  completeness,
  type Duplicates,
  duplicates,
  type ErrorGroup,
  errorGroups,
  warningCounts,
} from './queries-quality.ts'
import { type Timeline, timeline } from './queries-time.ts'
import { furtherMeasures, textModelMeasures } from './table3/measures.ts'
import { type Table3, table3 } from './table3/table3.ts'
import { type PictureAccess, type Thumbnail, thumbnail } from './thumbnails.ts'

/** A picture of the report; `thumbnail` is null where pictures are left out. */
export type ShownPicture = StrongPicture & { thumbnail: Thumbnail | null }

/** Everything that the report says, as numbers and text. */
export interface Findings {
  title: string
  run: RunInfo | null
  overview: Overview
  clusters: Clusters
  brands: BrandTable
  mentions: Mentions[]
  timeline: Timeline
  accounts: Account[]
  content: Content[]
  distributions: Distribution[]
  families: Families
  /** What `limelight corpus` found, if it was run, and its pictures by their address. */
  kinds: Kinds | null
  sheet: Map<string, Thumbnail>
  table3: Table3
  /** Of what Table 3 does not have. */
  means: MeansRow[]
  pictures: ShownPicture[]
  errors: ErrorGroup[]
  warnings: { warning: string; images: number }[]
  duplicates: Duplicates
  completeness: Completeness[]
  /** What a labelled sample says; null where there is none. */
  correction: Correction | null
}

export interface GatherOptions {
  title: string
  dialect: Dialect
  /** Where pictures are read from, and what of them is hidden; null: they are left out. */
  pictures: PictureAccess | null
  correction?: Correction | null
  /** Images that were compared in place of the dataset's own: a sample of a longer time. */
  compared?: Compared | null
}

/** A dataset with `corpus`, and of how many images of which days it is a sample. */
export interface Compared {
  reader: DatasetReader
  sample: Sample
}

/** Longest side of a picture on a cluster's sheet, px. */
const sheetSide = 240

/** Asks the dataset everything that the report needs; no query returns more rows than the page can hold. */
export async function gather(reader: DatasetReader, options: GatherOptions): Promise<Findings> {
  const asked = { reader, dialect: options.dialect }
  const found = await overview(asked)
  const clusters = await chooseClusters(asked, found)
  const brands = estimateBrands({
    sums: await brandSums(asked, clusters),
    totals: await clusterTotals(asked, clusters),
    tracked: reader.runInfo?.brands ?? [],
    isClustered: clusters.kind !== 'image',
  })
  const shown: ShownPicture[] = []
  const corpus = await kindsOf(asked, clusters, options.compared ?? null)
  const sheet = new Map<string, Thumbnail>()
  if (options.pictures) {
    const access = options.pictures
    for (const picture of await strongestPictures(asked))
      shown.push({ ...picture, thumbnail: await thumbnail(picture, access) })
    for (const picture of (corpus?.clusters ?? []).flatMap(({ pictures }) => pictures))
      sheet.set(picture.uri, await thumbnail(picture, access, sheetSide))
  }
  return {
    title: options.title,
    run: reader.runInfo,
    overview: found,
    clusters,
    brands,
    mentions: await mentions(asked),
    timeline: await timeline(
      asked,
      brands.brands.slice(0, 5).map(({ brand }) => brand ?? ''),
    ),
    accounts: await accounts(asked),
    content: await content(asked, clusters),
    distributions: await distributions(asked),
    families: await families(asked),
    kinds: corpus,
    sheet,
    table3: await table3(asked),
    means: await meansByPlatform(asked, [...furtherMeasures, ...(reader.runInfo?.text_model ? textModelMeasures : [])]),
    pictures: shown,
    errors: await errorGroups(asked),
    warnings: await warningCounts(asked),
    duplicates: await duplicates(asked),
    completeness: await completeness(asked),
    correction: options.correction ?? null,
  }
}

async function kindsOf(asked: Asked, clusters: Clusters, compared: Compared | null): Promise<Kinds | null> {
  if (!compared) return await kinds(asked, clusters, null)
  const own = { reader: compared.reader, dialect: duckdb }
  return await kinds(own, await chooseClusters(own, await overview(own)), compared.sample)
}

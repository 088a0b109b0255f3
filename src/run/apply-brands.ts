import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Brand } from '../brands/brand.ts'
import { exposuresIn } from '../brands/exposure.ts'
import type { EmbeddedGallery } from '../brands/gallery/embedded-gallery.ts'
import { openLookAgain } from '../brands/look-again.ts'
import { isTracked } from '../brands/recogniser.ts'
import { stageVersions } from '../brands/stages.ts'
import { type Changes, copyWithChanges } from '../dataset/derive.ts'
import { type DatasetReader, openDataset } from '../dataset/read.ts'
import { type RunInfo, writeRunInfo } from '../dataset/run-info.ts'
import { openShardWriter, type ShardWriter } from '../dataset/write.ts'
import { UsageError } from '../errors.ts'
import { idOf, sha256 } from '../hash.ts'
import type { Value } from '../variables/registry/index.ts'
import { logoRows } from './detection-rows.ts'
import { newRunId } from './plan.ts'
import { mentionChanges } from './post-mentions.ts'
import { logosOf, storedDetections, textOf } from './stored-findings.ts'
import { type StoredImage, storedRegions } from './stored-regions.ts'

export interface Application {
  /** Folder of the old run. */
  from: string
  /** Folder of the new dataset: not there yet. */
  out: string
  brands: readonly Brand[]
  /** The brands as vectors, by the model whose vectors the dataset has; null: brands are only read. */
  gallery: EmbeddedGallery | null
  /** What of the brands changes numbers. */
  content: unknown
}

export interface Applied {
  images: number
  /** Images in which each of the new brands was found. */
  found: Map<string, number>
  /** Brands that the old run looked for already: they stay as they were found. */
  known: string[]
}

/** What `brands apply` gives an image in place of its values; the measures that need the picture stay empty for new focal brands. */
const imageColumns = [
  { name: 'row_id', type: 'VARCHAR' },
  { name: 'pipeline_digest', type: 'VARCHAR' },
  { name: 'run_id', type: 'VARCHAR' },
  { name: 'brands', type: 'VARCHAR[]' },
  { name: 'brand', type: 'VARCHAR' },
  { name: 'logo_count', type: 'BIGINT' },
  { name: 'logo_size', type: 'DOUBLE' },
  { name: 'logo_centrality', type: 'DOUBLE' },
  { name: 'logo_clarity', type: 'DOUBLE' },
  { name: 'brand_image_type', type: 'VARCHAR' },
  { name: 'brand_image_type_confidence', type: 'DOUBLE' },
] as const

/**
 * Looks for brands in the dataset of an old run, without opening a picture: in the text that was read and in the vectors of what may be a
 * logo. The result is a dataset of its own under a digest of its own; the old one is not touched. The folder appears when it is whole.
 * @throws UsageError when there is no such dataset, or `out` is there already
 */
export async function applyBrands(application: Application): Promise<Applied> {
  const { from, out } = application
  if (existsSync(out)) throw new UsageError(`${out}: is there already; give another --out, or remove it`)
  const reader = await openDataset(from)
  const { runInfo } = reader
  if (!runInfo) throw new UsageError(`${from}: has no run.json; give the --out folder of a run`)
  const runId = newRunId()
  const temporary = resolve(dirname(resolve(out)), `.${runId}.tmp`)
  try {
    await mkdir(temporary, { recursive: true })
    const digest = sha256(
      JSON.stringify([runInfo.pipeline_digest, 'apply', application.content, ...Object.entries(stageVersions)]),
    )
    const writer = await openShardWriter(temporary, runId)
    const job = { ...application, reader, runInfo, runId, digest, writer }
    const { images, embeddings, applied } = await lookThrough(job)
    const posts = await mentionChanges(reader, application.brands)
    await copyWithChanges(from, temporary, { runId, changes: [images, embeddings, posts] })
    await writeRunInfo(temporary, derivedInfo(job))
    await rename(temporary, out)
    return applied
  } finally {
    reader.close()
    await rm(temporary, { recursive: true, force: true })
  }
}

interface Job extends Application {
  reader: DatasetReader
  runInfo: RunInfo
  runId: string
  digest: string
  writer: ShardWriter
}

/** Images whose rows are written at once. */
const atOnce = 500

async function lookThrough(job: Job): Promise<{ images: Changes; embeddings: Changes; applied: Applied }> {
  const { reader, runInfo, brands, gallery, digest } = job
  const known = brands.map(({ name }) => name).filter((name) => runInfo.brands.includes(name))
  const found = new Map(brands.filter(({ name }) => !known.includes(name)).map(({ name }) => [name, 0]))
  const applied: Applied = { images: 0, found, known }
  const rows: Value[][] = []
  const ids: Value[][] = []
  const look = openLookAgain({ brands, gallery, models: textModels(runInfo) })
  let batch: StoredImage[] = []
  let after = ''
  const finish = async () => {
    const last = batch.at(-1)?.row_id
    if (last === undefined) return
    const changes = await applyTo(batch, { ...job, look, after, last, found })
    rows.push(...changes)
    ids.push(...changes.map(([id = null, rowId = null]) => [id, rowId]))
    applied.images += batch.length
    after = last
    batch = []
  }
  for await (const image of storedRegions(reader, gallery?.model.sha256 ?? '')) {
    batch.push(image)
    if (batch.length === atOnce) await finish()
  }
  await finish()
  for (const row of await errorRows(reader)) {
    rows.push([
      row.row_id,
      idOf(row.uri, row.sha256, digest),
      digest,
      job.runId,
      ...imageColumns.slice(3).map(() => null),
    ])
  }
  return {
    images: { dataset: 'images', id: 'row_id', columns: imageColumns, rows },
    embeddings: { dataset: 'embeddings', id: 'row_id', columns: [{ name: 'row_id', type: 'VARCHAR' }], rows: ids },
    applied,
  }
}

interface Batch extends Job {
  look: ReturnType<typeof openLookAgain>
  after: string
  last: string
  found: Map<string, number>
}

/** Writes detections and exposures of some images. @returns what changes in their rows */
async function applyTo(images: readonly StoredImage[], job: Batch): Promise<Value[][]> {
  const { reader, writer, digest, runId, after, last, look, found } = job
  const stored = await storedDetections(reader, { after, last })
  const before = await reader.query<Before>(
    `SELECT i.row_id, i.brand, i.logo_clarity, i.brand_image_type, i.brand_image_type_confidence FROM images i
     WHERE row_id > $1 AND row_id <= $2`,
    [after, last],
  )
  const clarities = await reader.query<{ row_id: string; brand: string; logo_clarity: number | null }>(
    'SELECT row_id, brand, logo_clarity FROM exposures WHERE row_id > $1 AND row_id <= $2',
    [after, last],
  )
  const focal = new Map(before.map((row) => [row.row_id, row]))
  const clarity = new Map(clarities.map((row) => [`${row.row_id} ${row.brand}`, row.logo_clarity]))
  const changes: Value[][] = []
  const detections = []
  const exposures = []
  for (const image of images) {
    const rows = stored.get(image.row_id) ?? []
    const size = { width: image.width, height: image.height }
    const findings = await look({ size, text: textOf(rows), logos: image.regions, known: logosOf(rows) })
    const rowId = idOf(image.uri, image.sha256, digest)
    const own = exposuresIn(findings.filter(isTracked), size).map((exposure) => ({
      ...exposure,
      logo_clarity: clarity.get(`${image.row_id} ${exposure.brand}`) ?? null,
    }))
    for (const { brand } of own) if (found.has(brand)) found.set(brand, (found.get(brand) ?? 0) + 1)
    detections.push(...rows.filter(({ task }) => task !== 'logo').map((row) => ({ ...row, row_id: rowId })))
    detections.push(...logoRows(findings, rowId))
    exposures.push(...own.map((exposure) => ({ row_id: rowId, ...exposure })))
    changes.push([image.row_id, rowId, digest, runId, ...brandValues(own, focal.get(image.row_id))])
  }
  await writer.write('detections', detections)
  await writer.write('exposures', exposures)
  return changes
}

interface Before {
  row_id: string
  brand: string | null
  logo_clarity: number | null
  brand_image_type: string | null
  brand_image_type_confidence: number | null
}

/** In the order of `imageColumns`. The type of image was judged for the focal brand: it stays while that one does. */
function brandValues(own: ReturnType<typeof exposuresIn>, before: Before | undefined): Value[] {
  const [focal] = own
  const same = focal !== undefined && focal.brand === before?.brand
  return [
    own.map(({ brand }) => brand),
    focal?.brand ?? null,
    focal?.logo_count ?? 0,
    focal?.logo_size ?? null,
    focal?.logo_centrality ?? null,
    focal?.logo_clarity ?? null,
    same ? before.brand_image_type : null,
    same ? before.brand_image_type_confidence : null,
  ]
}

async function errorRows(reader: DatasetReader): Promise<{ row_id: string; uri: string; sha256: string | null }[]> {
  return await reader.query("SELECT row_id, uri, sha256 FROM images WHERE status <> 'ok'")
}

function textModels({ models }: RunInfo) {
  const reader = models.findLast(({ task }) => task === 'text')
  return reader ? [{ adapter: 'ppocr-rec', name: reader.name, sha256: reader.sha256 }] : []
}

function derivedInfo({ runInfo, runId, digest, brands, from }: Job): RunInfo {
  const now = new Date().toISOString()
  // The dataset `corpus` is not taken along.
  const { corpus: _, ...before } = runInfo
  const { run_id, pipeline_digest } = before
  return {
    ...before,
    run_id: runId,
    finished_at: now,
    command: process.argv.slice(2),
    pipeline_digest: digest,
    brands: [...new Set([...runInfo.brands, ...brands.map(({ name }) => name)])],
    derived_from: { out: resolve(from), run_id, pipeline_digest, brands: runInfo.brands },
  }
}

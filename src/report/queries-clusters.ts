import type { CorpusInfo } from '../dataset/run-info.ts'
import { imageVariables } from '../variables/registry/image.ts'
import type { Asked } from './queries.ts'
import type { Clusters } from './queries-brands.ts'
import { type BrandTypicality, brandTypicality } from './queries-typicality.ts'

/** Images that were drawn by chance from those of some days. */
export interface Sample {
  from: string
  to: string
  /** How many images it was drawn from, about. */
  of: number
}

/** A picture of a cluster's sheet. */
export interface ClusterPicture {
  row_id: string
  uri: string
  key: string
  sha256: string | null
}

export interface Cluster {
  cluster: number
  images: number
  /** The core variables in which it differs most from the whole, in standard deviations of the whole. */
  stands: { name: string; apart: number }[]
  /** The classes that most of its images show most probably, with the number of images; none where no classifier looked. */
  shows: { label: string; images: number }[]
  /** Its images nearest to its centre, near-duplicates once. */
  pictures: ClusterPicture[]
}

export interface Kinds {
  /** Null: all images were compared. */
  sample: Sample | null
  /** What `limelight corpus` said of it; null where there is no run.json. */
  info: CorpusInfo | null
  /** How usual the images of each brand are. */
  brands: BrandTypicality[]
  /** What their intervals take together. */
  clustered: Clusters['kind']
  clusters: Cluster[]
  /** What the images were compared by. */
  vector: string
  images: number
  /** Images that were measured after `limelight corpus` ran. */
  missing: number
  groups: number
  grouped: number
}

const picturesEach = 6
const mostStands = 3
const mostShown = 4

/** What `limelight corpus` found; null where it was not run. */
export async function kinds(
  { reader }: Pick<Asked, 'reader'>,
  clustered: Clusters,
  sample: Sample | null,
): Promise<Kinds | null> {
  if (!reader.has('corpus')) return null
  const [totals] = await reader.query<Pick<Kinds, 'vector' | 'images' | 'missing' | 'groups' | 'grouped'>>(`
    SELECT MIN(c.vector) AS vector, COUNT(c.row_id) AS images, COUNT(*) - COUNT(c.row_id) AS missing,
      COUNT(DISTINCT c.duplicate_group) AS groups, COUNT(c.duplicate_group) AS grouped
    FROM images i LEFT JOIN corpus c ON c.row_id = i.row_id WHERE i.status = 'ok'`)
  if (!totals || totals.images === 0) return null
  const names = imageVariables.filter(({ type }) => type === 'float').map(({ name }) => name)
  const means = (where: string) => `SELECT ${where} AS cluster, COUNT(*) AS images,
    ${names.map((name, i) => `AVG(i.${name}) AS m${i}, STDDEV_POP(i.${name}) AS s${i}`).join(', ')}
    FROM images i JOIN corpus c ON c.row_id = i.row_id WHERE c.cluster IS NOT NULL`
  type Means = Record<string, number | null>
  const [whole] = await reader.query<Means>(means('0'))
  const each = await reader.query<Means>(`${means('c.cluster')} GROUP BY c.cluster ORDER BY c.cluster`)
  const pictures = await reader.query<ClusterPicture & { cluster: number }>(`
    SELECT cluster, row_id, uri, key, sha256 FROM (
      SELECT c.cluster, i.row_id, i.uri, i.key, i.sha256,
        ROW_NUMBER() OVER (PARTITION BY c.cluster ORDER BY c.cluster_distance, i.key) AS place
      FROM corpus c JOIN images i ON i.row_id = c.row_id WHERE c.representative AND c.cluster IS NOT NULL
    ) WHERE place <= ${picturesEach} ORDER BY cluster, place`)
  const shown = await reader.query<{ cluster: number; label: string; images: number }>(`
    SELECT cluster, label, images FROM (
      SELECT c.cluster, i.scene_classes[1] AS label, COUNT(*) AS images,
        ROW_NUMBER() OVER (PARTITION BY c.cluster ORDER BY COUNT(*) DESC, i.scene_classes[1]) AS place
      FROM corpus c JOIN images i ON i.row_id = c.row_id
      WHERE c.cluster IS NOT NULL AND i.scene_classes[1] IS NOT NULL GROUP BY 1, 2
    ) WHERE place <= ${mostShown} AND images > 1 ORDER BY cluster, place`)
  const clusters = each.map((own): Cluster => {
    const apart = names.flatMap((name, i) => {
      const [mean, all, sd] = [own[`m${i}`], whole?.[`m${i}`], whole?.[`s${i}`]]
      return typeof mean === 'number' && typeof all === 'number' && typeof sd === 'number' && sd > 0
        ? [{ name, apart: (mean - all) / sd }]
        : []
    })
    return {
      cluster: own.cluster ?? 0,
      images: own.images ?? 0,
      stands: apart.sort((a, b) => Math.abs(b.apart) - Math.abs(a.apart)).slice(0, mostStands),
      shows: shown.filter(({ cluster }) => cluster === own.cluster),
      pictures: pictures.filter(({ cluster }) => cluster === own.cluster),
    }
  })
  const brands = await brandTypicality({ reader }, clustered)
  return { ...totals, clusters, brands, clustered: clustered.kind, sample, info: reader.runInfo?.corpus ?? null }
}

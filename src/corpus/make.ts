import { rm } from 'node:fs/promises'
import { parquetFiles } from '../dataset/files.ts'
import { type DatasetReader, openDataset } from '../dataset/read.ts'
import { writeShard } from '../dataset/write.ts'
import { UsageError } from '../errors.ts'
import type { Row } from '../variables/registry/index.ts'
import { clustersOf, nearestCentres } from './k-means.ts'
import { nearDuplicates } from './near-duplicates.ts'
import { readVectors } from './read-vectors.ts'
import { meanOf, squaredDistance, type Vectors, vectorsAt } from './vectors.ts'

export interface CorpusSummary {
  file: string
  images: number
  /** Groups of near-duplicates, and the images in them. */
  groups: number
  grouped: number
  vector: string
  /** Images in each cluster, the largest first; none where too few images are different. */
  clusters: number[]
  silhouette: number | null
}

interface Image {
  row_id: string
  phash: string | null
  pixels: number
  bytes: number
}

const fewestForClusters = 20

/**
 * Writes `OUT/corpus`: near-duplicates, typicality and clusters of the images that were measured. What was there before is
 * replaced.
 * @throws UsageError if nothing was measured
 */
export async function makeCorpus(out: string): Promise<CorpusSummary> {
  const reader = await openDataset(out)
  try {
    const images = await reader.query<Image>(
      `SELECT row_id, phash, width * height AS pixels, bytes FROM images WHERE status = 'ok' ORDER BY row_id`,
    )
    if (images.length === 0) throw new UsageError(`${out}: no image was measured here; run "limelight run" first`)
    const { rows, ...summary } = await describe(reader, images)
    const before = await parquetFiles(out, 'corpus')
    const file = await writeShard(out, 'corpus', rows, reader.runInfo?.run_id ?? '0')
    for (const old of before) if (old !== file) await rm(old)
    return { file: file as string, images: images.length, ...summary }
  } finally {
    reader.close()
  }
}

async function describe(reader: DatasetReader, images: readonly Image[]) {
  const groups = groupsOf(images)
  const groupOf = new Map(groups.flatMap((group, g) => group.map((index) => [index, g + 1] as const)))
  const stands = new Set(groups.map((group) => bestOf(images, group)))
  const vectors = await readVectors(
    reader,
    images.map(({ row_id }) => row_id),
  )
  const representatives = images.flatMap((_, i) => (vectors.has[i] && (!groupOf.has(i) || stands.has(i)) ? [i] : []))
  const chosen = vectorsAt(vectors, representatives)
  const distances = representatives.length > 0 ? distancesTo(meanOf(chosen), vectors, vectors.cosine) : []
  const sorted = Float64Array.from(representatives, (i) => distances[i] as number).sort()
  const found = representatives.length >= fewestForClusters ? orderedClusters(vectors, chosen) : null
  const rows = images.map(({ row_id }, i): Row => {
    const cluster = found?.members[i]
    return {
      row_id,
      vector: vectors.kind,
      duplicate_group: groupOf.get(i) ?? null,
      representative: !groupOf.has(i) || stands.has(i),
      corpus_distance: vectors.has[i] ? (distances[i] ?? null) : null,
      typicality: vectors.has[i] ? shareFrom(sorted, distances[i] as number) : null,
      cluster: cluster === undefined || !vectors.has[i] ? null : cluster + 1,
      cluster_distance:
        found && cluster !== undefined && vectors.has[i]
          ? Math.sqrt(squaredDistance(vectors, i, found.centres, cluster))
          : null,
    }
  })
  const sizes = found ? Array.from({ length: found.centres.count }, (_, c) => countOf(rows, c + 1)) : []
  return {
    rows,
    groups: groups.length,
    grouped: groupOf.size,
    vector: vectors.kind,
    clusters: sizes,
    silhouette: found?.silhouette ?? null,
  }
}

function groupsOf(images: readonly Image[]): number[][] {
  const hashed = images.flatMap(({ phash }, index) => (phash === null ? [] : [{ phash, index }]))
  return nearDuplicates(hashed.map(({ phash }) => phash)).map((group) =>
    group.map((member) => (hashed[member] as { index: number }).index),
  )
}

/** The image that stands for its group. */
function bestOf(images: readonly Image[], group: readonly number[]): number {
  return group.reduce((best, index) => {
    const [a, b] = [images[best] as Image, images[index] as Image]
    return b.pixels > a.pixels || (b.pixels === a.pixels && b.bytes > a.bytes) ? index : best
  })
}

function distancesTo(centre: Vectors, vectors: Vectors, cosine: boolean): number[] {
  const length = Math.hypot(...centre.values)
  return Array.from({ length: vectors.count }, (_, i) => {
    if (!cosine) return Math.sqrt(squaredDistance(vectors, i, centre, 0))
    let sum = 0
    for (let d = 0; d < vectors.size; d++) {
      sum += (vectors.values[i * vectors.size + d] as number) * (centre.values[d] as number)
    }
    return length > 0 ? Math.max(0, 1 - sum / length) : 1
  })
}

/** Share of sorted values that are at least so large. */
function shareFrom(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return (sorted.length - low) / sorted.length
}

/** Clusters of representatives, the largest first, and the nearest one of every image. */
function orderedClusters(vectors: Vectors, chosen: Vectors) {
  const { centres, silhouette } = clustersOf(chosen)
  const sizes = new Uint32Array(centres.count)
  for (const member of nearestCentres(vectors, centres)) sizes[member] = (sizes[member] as number) + 1
  const order = [...sizes.keys()]
    .filter((c) => (sizes[c] as number) > 0)
    .sort((a, b) => (sizes[b] as number) - (sizes[a] as number))
  const sorted = vectorsAt(centres, order)
  return { centres: sorted, members: nearestCentres(vectors, sorted), silhouette }
}

function countOf(rows: readonly Row[], cluster: number): number {
  return rows.filter((row) => row.cluster === cluster).length
}

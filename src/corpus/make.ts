import { rm } from 'node:fs/promises'
import { parquetFiles } from '../dataset/files.ts'
import { type DatasetReader, openDataset } from '../dataset/read.ts'
import { type CorpusInfo, writeRunInfo } from '../dataset/run-info.ts'
import { writeShard } from '../dataset/write.ts'
import { UsageError } from '../errors.ts'
import type { Row } from '../variables/registry/index.ts'
import { clustersOf } from './clusters.ts'
import { nearestCentres } from './k-means.ts'
import { nearDuplicates } from './near-duplicates.ts'
import { readVectors } from './read-vectors.ts'
import { type Corpus, corpusOf, distanceTo, neighbourDistance } from './typicality.ts'
import { squaredDistance } from './vectors.ts'

export interface CorpusOptions {
  /** Number of clusters; null: to be found out ({@link clustersOf}). */
  clusters?: number | null
  /** Bytes that the database may take. */
  memory?: number
}

export interface CorpusSummary extends CorpusInfo {
  file: string
  /** Groups of near-duplicates, and the images in them. */
  groups: number
  grouped: number
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
 * replaced; `run.json`, where there is one, says how it came about.
 * @throws UsageError if nothing was measured
 */
export async function makeCorpus(out: string, { clusters = null, memory }: CorpusOptions = {}): Promise<CorpusSummary> {
  const reader = await openDataset(out, memory === undefined ? {} : { memory })
  try {
    const images = await reader.query<Image>(
      `SELECT row_id, phash, width * height AS pixels, bytes FROM images WHERE status = 'ok' ORDER BY row_id`,
    )
    if (images.length === 0) throw new UsageError(`${out}: no image was measured here; run "limelight run" first`)
    const { rows, info, groups, grouped } = await describe(reader, images, clusters)
    const before = await parquetFiles(out, 'corpus')
    const file = await writeShard(out, 'corpus', rows, reader.runInfo?.run_id ?? '0')
    for (const old of before) if (old !== file) await rm(old)
    if (reader.runInfo) await writeRunInfo(out, { ...reader.runInfo, corpus: info })
    return { file: file as string, groups, grouped, ...info }
  } finally {
    reader.close()
  }
}

async function describe(reader: DatasetReader, images: readonly Image[], wanted: number | null) {
  const groups = groupsOf(images)
  const groupOf = new Map(groups.flatMap((group, g) => group.map((index) => [index, g + 1] as const)))
  const stands = new Set(groups.map((group) => bestOf(images, group)))
  const representatives = images.flatMap((_, i) => (!groupOf.has(i) || stands.has(i) ? [i] : []))
  const vectors = await readVectors(
    reader,
    images.map(({ row_id }) => row_id),
  )
  const corpus = await corpusOf(vectors, representatives, images.length)
  const found = corpus.sample.count >= fewestForClusters ? clustersOf(corpus.sample, wanted) : null
  const rows = images.map(
    ({ row_id }, i): Row => ({
      row_id,
      vector: vectors.kind,
      duplicate_group: groupOf.get(i) ?? null,
      representative: !groupOf.has(i) || stands.has(i),
      corpus_distance: null,
      typicality: null,
      neighbour_distance: null,
      cluster: null,
      cluster_distance: null,
    }),
  )
  const measured = measurer(corpus, { found, groupOf, cosine: vectors.cosine })
  await vectors.each((vector, at) => Object.assign(rows[at] as Row, measured(vector, at)))
  rank(rows, representatives)
  const clusters = nameClusters(rows)
  const info: CorpusInfo = {
    vector: vectors.kind,
    images: images.length,
    clusters,
    clusters_by: found?.choice ?? null,
    silhouette: found?.silhouette ?? null,
  }
  return { rows, info, groups: groups.length, grouped: groupOf.size }
}

/** What is known of one image by its vector; clusters have the numbers of their centres. */
function measurer(
  corpus: Corpus,
  {
    found,
    groupOf,
    cosine,
  }: { found: ReturnType<typeof clustersOf> | null; groupOf: ReadonlyMap<number, number>; cosine: boolean },
): (vector: Float32Array, at: number) => Row {
  const toMean = corpus.mean ? distanceTo(corpus.mean, cosine) : null
  const toNeighbours = neighbourDistance(corpus, cosine, groupOf)
  return (values, at) => {
    const vector = { count: 1, size: values.length, values }
    const cluster = found ? (nearestCentres(vector, found.centres)[0] as number) : null
    return {
      corpus_distance: toMean?.(vector) ?? null,
      neighbour_distance: toNeighbours(vector, at),
      cluster,
      cluster_distance:
        found && cluster !== null ? Math.sqrt(squaredDistance(vector, 0, found.centres, cluster)) : null,
    }
  }
}

/** Typicality: the share of representatives that are at least as far from the mean. */
function rank(rows: readonly Row[], representatives: readonly number[]): void {
  const far = (row: Row | undefined) => (typeof row?.corpus_distance === 'number' ? [row.corpus_distance] : [])
  const sorted = Float64Array.from(representatives.flatMap((i) => far(rows[i]))).sort()
  if (sorted.length === 0) return
  for (const row of rows) for (const distance of far(row)) row.typicality = shareFrom(sorted, distance)
}

/** Numbers clusters by their size, the largest 1. @returns images in each */
function nameClusters(rows: readonly Row[]): number[] {
  const sizes = new Map<number, number>()
  for (const { cluster } of rows) if (typeof cluster === 'number') sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const order = [...sizes].sort(([a, many], [b, more]) => more - many || a - b)
  const names = new Map(order.map(([cluster], i) => [cluster, i + 1]))
  for (const row of rows) if (typeof row.cluster === 'number') row.cluster = names.get(row.cluster) ?? null
  return order.map(([, size]) => size)
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

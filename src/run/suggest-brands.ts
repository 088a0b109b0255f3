import { type Cluster, clusters, type Sighting } from '../brands/clusters.ts'
import { unknownScore } from '../brands/embedding.ts'
import { maximaOf, type Negatives } from '../brands/gallery/negatives.ts'
import { tailFrom } from '../brands/gallery/tail.ts'
import { type DatasetReader, openDataset } from '../dataset/read.ts'
import { type Box, boxArea, sharedArea } from '../image/box.ts'
import { type StoredRegion, storedRegions } from './stored-regions.ts'

/** What looks like a logo, or is text, and is of no tracked brand. */
export interface UnknownRegion extends Sighting {
  row_id: string
  uri: string
  key: string
  sha256: string | null
  box: Box
  label: StoredRegion['label']
}

export interface Suggestions {
  clusters: Cluster<UnknownRegion>[]
  /** Regions that were compared, and how many there were: the surest are taken. */
  compared: number
  regions: number
}

/** Comparing goes with the square of this. */
const mostRegions = 5_000
/** Two regions are the same when one of so many photos has something as like by chance. */
const byChance = 1e-4
/** A region that shares this much of its area with a logo of a tracked brand is that logo. */
const tracked = 0.3

/**
 * Logos of no tracked brand that recur in the dataset of a run, by their vectors.
 * @param negatives of the model whose vectors the dataset has: how like things are by chance
 * @throws UsageError if `out` is not a folder
 */
export async function suggestBrands(
  out: string,
  { negatives, fewestImages }: { negatives: Negatives; fewestImages: number },
): Promise<Suggestions> {
  const reader = await openDataset(out)
  try {
    const unknown: UnknownRegion[] = []
    const [same, logos] = [await hashes(reader), await trackedBoxes(reader)]
    for await (const { row_id, uri, key, sha256, regions } of storedRegions(reader, negatives.model)) {
      const image = same.get(row_id) ?? row_id
      const taken = logos.get(row_id) ?? []
      for (const { box, score, vector, label } of regions) {
        if (label !== 'text' && score < unknownScore) continue
        if (taken.some((logo) => shareInside(box, logo) >= tracked)) continue
        unknown.push({ image, row_id, uri, key, sha256, box, score, vector, label })
      }
    }
    const compared = unknown.toSorted((a, b) => b.score - a.score).slice(0, mostRegions)
    const alike = (vector: Float32Array) => tailFrom(maximaOf(vector, negatives)).valueAt(byChance)
    return { clusters: clusters(compared, { alike, fewestImages }), compared: compared.length, regions: unknown.length }
  } finally {
    reader.close()
  }
}

/** Perceptual hashes: copies of a picture, scaled or compressed anew, have the same one. */
async function hashes(reader: DatasetReader): Promise<Map<string, string>> {
  const rows = await reader.query<{ row_id: string; phash: string | null }>(
    "SELECT row_id, phash FROM images WHERE status = 'ok'",
  )
  return new Map(rows.map(({ row_id, phash }) => [row_id, phash ?? row_id]))
}

async function trackedBoxes(reader: DatasetReader): Promise<Map<string, Box[]>> {
  const rows = await reader.query<Box & { row_id: string }>(
    "SELECT row_id, x1, y1, x2, y2 FROM detections WHERE task = 'logo' AND brand IS NOT NULL",
  )
  const boxes = new Map<string, Box[]>(rows.map(({ row_id }) => [row_id, []]))
  for (const { row_id, ...box } of rows) boxes.get(row_id)?.push(box)
  return boxes
}

function shareInside(box: Box, other: Box): number {
  const area = boxArea(box)
  return area > 0 ? sharedArea(box, other) / area : 0
}

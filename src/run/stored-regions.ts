import type { DatasetReader } from '../dataset/read.ts'
import type { LogoRegion } from '../vision/detection.ts'

/** What an old run kept of an image: enough to look for other brands in it. */
export interface StoredImage {
  row_id: string
  uri: string
  key: string
  width: number
  height: number
  sha256: string | null
  regions: StoredRegion[]
}

export interface StoredRegion extends LogoRegion {
  detection_id: string
}

interface Line {
  row_id: string
  detection_id: string
  label: LogoRegion['label']
  score: number
  x1: number
  y1: number
  x2: number
  y2: number
  model: string
  model_sha256: string
  vector: number[]
}

const imagesAtOnce = 500

/**
 * Every measured image of a dataset with the regions whose vectors were stored, in the order of `row_id`; images without any, too.
 * Some hundred at a time: a dataset may be larger than memory.
 * @param model SHA-256 of the model that made the vectors; those of others are left out
 */
export async function* storedRegions(reader: DatasetReader, model: string): AsyncGenerator<StoredImage> {
  for (let after = ''; ; ) {
    const images = await reader.query<Omit<StoredImage, 'regions'>>(
      `SELECT row_id, uri, key, width, height, sha256 FROM images
       WHERE status = 'ok' AND row_id > $1 ORDER BY row_id LIMIT ${imagesAtOnce}`,
      [after],
    )
    const last = images.at(-1)
    if (!last) return
    const lines = await reader.query<Line>(
      `SELECT d.row_id, d.detection_id, d.label, d.score, d.x1, d.y1, d.x2, d.y2, d.model, d.model_sha256, e.vector
       FROM detections d JOIN embeddings e ON d.row_id = e.row_id AND d.detection_id = e.detection_id
       WHERE d.task = 'region' AND d.model_sha256 = $1 AND d.row_id > $2 AND d.row_id <= $3
       ORDER BY d.row_id, d.detection_id`,
      [model, after, last.row_id],
    )
    const byImage = new Map<string, StoredRegion[]>(images.map(({ row_id }) => [row_id, []]))
    for (const line of lines) byImage.get(line.row_id)?.push(regionOf(line))
    for (const image of images) yield { ...image, regions: byImage.get(image.row_id) ?? [] }
    after = last.row_id
  }
}

/** The models whose vectors a dataset has: name and SHA-256, the one with the most vectors first. */
export async function storedModels(reader: DatasetReader): Promise<{ model: string; sha256: string }[]> {
  return await reader.query(
    `SELECT model, model_sha256 AS sha256 FROM detections WHERE task = 'region' AND model_sha256 IS NOT NULL
     GROUP BY model, model_sha256 ORDER BY count(*) DESC, model_sha256`,
  )
}

function regionOf({ detection_id, label, score, x1, y1, x2, y2, vector }: Line): StoredRegion {
  return { detection_id, label, score, box: { x1, y1, x2, y2 }, vector: Float32Array.from(vector) }
}

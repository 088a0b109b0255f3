import type { DatasetReader } from '../dataset/read.ts'
import type { Box, Size } from '../image/box.ts'

/** An image of a run, with the logos that were found in it. */
export interface FoundImage {
  row_id: string
  uri: string
  key: string
  sha256: string | null
  /** Null: it could not be measured. */
  size: Size | null
  account: string | null
  logos: FoundLogo[]
}

export interface FoundLogo {
  brand: string
  box: Box
  score: number
  similarity: number | null
  /** Which way of finding logos said so. */
  stage: string
}

type ImageRow = Omit<FoundImage, 'size' | 'logos'> & { status: string; width: number | null; height: number | null }
type LogoRow = Box & Omit<FoundLogo, 'box' | 'stage'> & { row_id: string; label: string; stage: string | null }

/** Images of a dataset in which brands were looked for, or which could not be measured. */
export async function foundImages(reader: DatasetReader): Promise<FoundImage[]> {
  const images = await reader.query<ImageRow>(`
    SELECT i.row_id, i.uri, i.key, i.sha256, i.status, i.width, i.height, p.account
    FROM images i LEFT JOIN (SELECT post_id, MIN(account) AS account FROM posts GROUP BY post_id) p USING (post_id)
    WHERE i.status <> 'ok' OR i.logo_count IS NOT NULL
    ORDER BY i.key, i.row_id`)
  const rows = await reader.query<LogoRow>(`
    SELECT DISTINCT row_id, brand, score, similarity, stage, label, x1, y1, x2, y2 FROM detections
    WHERE task = 'logo' AND brand IS NOT NULL ORDER BY row_id, score DESC, x1, y1`)
  const logos = new Map<string, FoundLogo[]>()
  for (const { row_id, brand, score, similarity, stage, label, x1, y1, x2, y2 } of rows) {
    // Datasets from before there were stages have the label only.
    const logo = { brand, score, similarity, stage: stage ?? label, box: { x1, y1, x2, y2 } }
    const own = logos.get(row_id)
    if (own) own.push(logo)
    else logos.set(row_id, [logo])
  }
  return images.map(({ status, width, height, ...image }) => ({
    ...image,
    size: status === 'ok' && width && height ? { width, height } : null,
    logos: logos.get(image.row_id) ?? [],
  }))
}

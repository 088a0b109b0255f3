import { literal } from './dialect.ts'
import { type Asked, pictures } from './queries.ts'

export const mostPictures = 12

export interface LogoBox {
  row_id: string
  brand: string
  score: number
  text: string | null
  /** How it was found: wordmark, features, shapes, learned, embedding. */
  stage: string | null
  x1: number
  y1: number
  x2: number
  y2: number
}

/** An image that shows a brand strongly. */
export interface StrongPicture {
  row_id: string
  uri: string
  key: string
  sha256: string | null
  width: number
  height: number
  brand: string
  logo_size: number
  logo_centrality: number
  brand_image_type: string | null
  account: string | null
  posted_on: string | null
  likes: number | null
  boxes: LogoBox[]
}

/**
 * The images with the strongest exposure, logo size times centrality: in turn the first of each brand, the second of each,
 * and so on, so that one brand does not fill the page. A file that was posted twice stands once.
 */
export async function strongestPictures({ reader }: Asked): Promise<StrongPicture[]> {
  const found = await reader.query<Omit<StrongPicture, 'boxes'>>(`
    WITH ${pictures},
    shown AS (
      SELECT i.row_id, i.uri, i.key, i.sha256, i.width, i.height, i.brand_image_type, i.account, i.likes, i.posted_at,
        e.brand, e.logo_size, e.logo_centrality,
        ROW_NUMBER() OVER (
          PARTITION BY COALESCE(i.sha256, i.row_id) ORDER BY e.logo_size * e.logo_centrality DESC, i.key, e.brand
        ) AS copy
      FROM exposure e JOIN picture i ON e.row_id = i.row_id
    ),
    ranked AS (
      SELECT shown.*, ROW_NUMBER() OVER (PARTITION BY brand ORDER BY logo_size * logo_centrality DESC, key) AS place
      FROM shown WHERE copy = 1
    )
    SELECT r.row_id, r.uri, r.key, r.sha256, r.width, r.height, r.brand, r.logo_size, r.logo_centrality,
      r.brand_image_type, r.account, r.likes, CAST(CAST(r.posted_at AS DATE) AS VARCHAR) AS posted_on
    FROM ranked r
    ORDER BY r.place, r.logo_size * r.logo_centrality DESC, r.key
    LIMIT ${mostPictures}`)
  const boxes = await boxesOf({ reader }, found)
  return found.map((picture) => ({ ...picture, boxes: boxes.filter(({ row_id }) => row_id === picture.row_id) }))
}

async function boxesOf({ reader }: Pick<Asked, 'reader'>, pictures: readonly { row_id: string }[]): Promise<LogoBox[]> {
  if (pictures.length === 0) return []
  return reader.query<LogoBox>(`
    SELECT row_id, brand, score, text, stage, x1, y1, x2, y2 FROM detections
    WHERE task = 'logo' AND brand IS NOT NULL AND row_id IN (${pictures.map(({ row_id }) => literal(row_id)).join(', ')})
    ORDER BY row_id, score DESC, x1, y1`)
}

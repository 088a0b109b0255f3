import type { DatasetReader } from '../dataset/read.ts'
import type { Dialect } from './dialect.ts'

/** What every query of the report needs. */
export interface Asked {
  reader: DatasetReader
  dialect: Dialect
}

/**
 * `picture`: every measured image with what its post says; `exposure`: every brand of every image. Queries begin
 * `WITH ${pictures}`. A run that was broken off may have left a post or an exposure twice: here each stands once.
 */
export const pictures = `post AS (
  SELECT post_id, MIN(platform) AS platform, MIN(account) AS account, MIN(posted_at) AS posted_at, MAX(likes) AS likes
  FROM posts GROUP BY post_id
),
picture AS (
  SELECT i.*, p.platform, p.account, p.posted_at, p.likes
  FROM images i LEFT JOIN post p ON i.post_id = p.post_id
  WHERE i.status = 'ok'
),
exposure AS (SELECT DISTINCT row_id, brand, logo_count, logo_size, logo_centrality FROM exposures)`

export interface Overview {
  images: number
  measured: number
  errors: number
  bytes: number | null
  /** Images in which brands were looked for. */
  searched: number
  /** Of those: how many show a tracked brand. */
  branded: number
  captured_from: string | null
  captured_to: string | null
  posts: number
  accounts: number
  posted_from: string | null
  posted_to: string | null
  platforms: string[]
}

export async function overview({ reader }: Asked): Promise<Overview> {
  const [images] = await reader.query<Overview>(`
    SELECT COUNT(*) AS images,
      COUNT(CASE WHEN status = 'ok' THEN 1 END) AS measured,
      COUNT(CASE WHEN status <> 'ok' THEN 1 END) AS errors,
      SUM(bytes) AS bytes,
      COUNT(logo_count) AS searched,
      COUNT(CASE WHEN logo_count > 0 THEN 1 END) AS branded,
      CAST(CAST(MIN(captured_at) AS DATE) AS VARCHAR) AS captured_from,
      CAST(CAST(MAX(captured_at) AS DATE) AS VARCHAR) AS captured_to
    FROM images`)
  const [posts] = await reader.query<Overview>(`
    SELECT COUNT(DISTINCT post_id) AS posts, COUNT(DISTINCT account) AS accounts,
      CAST(CAST(MIN(posted_at) AS DATE) AS VARCHAR) AS posted_from,
      CAST(CAST(MAX(posted_at) AS DATE) AS VARCHAR) AS posted_to
    FROM posts`)
  const platforms = await reader.query<{ platform: string }>(
    'SELECT platform, COUNT(*) AS n FROM posts WHERE platform IS NOT NULL GROUP BY platform ORDER BY n DESC, platform',
  )
  if (!images || !posts) throw new Error('counting rows gave none; the dataset can not be read')
  return { ...images, ...posts, platforms: platforms.map(({ platform }) => platform) }
}

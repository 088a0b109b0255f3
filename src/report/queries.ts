import type { DatasetReader } from '../dataset/read.ts'
import type { Dialect } from './dialect.ts'

/** What every query of the report needs. */
export interface Asked {
  reader: DatasetReader
  dialect: Dialect
}

/** `picture`: every measured image with what its post says. Queries begin `WITH ${pictures}`. */
export const pictures = `picture AS (
  SELECT i.*, p.platform, p.account, p.posted_at, p.likes, p.comments
  FROM images i LEFT JOIN posts p ON i.post_id = p.post_id
  WHERE i.status = 'ok'
)`

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
  /** Posts with at least one image that was searched for brands. */
  posts_searched: number
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
      COUNT(DISTINCT CASE WHEN logo_count IS NOT NULL THEN post_id END) AS posts_searched,
      CAST(CAST(MIN(captured_at) AS DATE) AS VARCHAR) AS captured_from,
      CAST(CAST(MAX(captured_at) AS DATE) AS VARCHAR) AS captured_to
    FROM images`)
  const [posts] = await reader.query<Overview>(`
    SELECT COUNT(*) AS posts, COUNT(DISTINCT account) AS accounts,
      CAST(CAST(MIN(posted_at) AS DATE) AS VARCHAR) AS posted_from,
      CAST(CAST(MAX(posted_at) AS DATE) AS VARCHAR) AS posted_to
    FROM posts`)
  const platforms = await reader.query<{ platform: string }>(
    'SELECT platform, COUNT(*) AS n FROM posts WHERE platform IS NOT NULL GROUP BY platform ORDER BY n DESC, platform',
  )
  if (!images || !posts) throw new Error('counting rows gave none; the dataset can not be read')
  return { ...images, ...posts, platforms: platforms.map(({ platform }) => platform) }
}

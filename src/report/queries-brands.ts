import type { Dialect } from './dialect.ts'
import { type Asked, type Overview, pictures } from './queries.ts'

/** What is taken together: images of one cluster are alike. */
export type ClusterKind = 'account' | 'post' | 'image'

/** With fewer accounts, an interval over them is too wide to say much; then posts are taken as independent. */
export const fewestAccounts = 6
/** Beyond this many, clusters are put together at random into 4,096 groups, so that memory stays bounded. */
const mostClusters = 4096

export interface Clusters {
  kind: ClusterKind
  count: number
  /** Whether clusters were grouped at random. */
  grouped: boolean
  /** Names the cluster of a row of `picture`, in SQL. */
  sql: string
}

/** Accounts where there are at least {@link fewestAccounts}, else posts, else images. */
export async function chooseClusters({ reader, dialect }: Asked, { accounts }: Overview): Promise<Clusters> {
  const [posts] = await reader.query<{ n: number }>('SELECT COUNT(DISTINCT post_id) AS n FROM images')
  const kind: ClusterKind = accounts >= fewestAccounts ? 'account' : (posts?.n ?? 0) > 1 ? 'post' : 'image'
  const name = {
    account: 'COALESCE(account, post_id, row_id)',
    post: 'COALESCE(post_id, row_id)',
    image: 'row_id',
  }[kind]
  const [found] = await reader.query<{ n: number }>(
    `WITH ${pictures} SELECT COUNT(DISTINCT ${name}) AS n FROM picture WHERE logo_count IS NOT NULL`,
  )
  const count = found?.n ?? 0
  const grouped = count > mostClusters
  return { kind, count, grouped, sql: grouped ? group(name, dialect) : name }
}

function group(name: string, dialect: Dialect): string {
  return `substr(${dialect.md5(name)}, 1, 3)`
}

/** Sums over the images of one cluster; `brand` null: over images of any tracked brand, each once. */
export interface BrandSums {
  cluster: string
  brand: string | null
  images: number
  logos: number
  size: number
  size_squares: number
  centrality: number
  centrality_squares: number
  posts: number
  /** Posts that state their likes, and those likes. */
  liked_posts: number
  likes: number
  likes_squares: number
}

/** One row a cluster and brand. */
export async function brandSums({ reader }: Asked, clusters: Clusters): Promise<BrandSums[]> {
  return reader.query<BrandSums>(`
    WITH ${pictures},
    clustered AS (SELECT picture.*, ${clusters.sql} AS cluster FROM picture),
    shown AS (
      SELECT p.cluster, e.brand, p.row_id, p.post_id, p.likes, e.logo_count, e.logo_size, e.logo_centrality
      FROM exposure e JOIN clustered p ON e.row_id = p.row_id
      UNION ALL
      SELECT cluster, NULL, row_id, post_id, likes, logo_count, logo_size, logo_centrality
      FROM clustered WHERE logo_count > 0
    ),
    images_of AS (
      SELECT cluster, brand, COUNT(*) AS images, SUM(logo_count) AS logos, SUM(logo_size) AS size,
        SUM(logo_size * logo_size) AS size_squares, SUM(logo_centrality) AS centrality,
        SUM(logo_centrality * logo_centrality) AS centrality_squares
      FROM shown GROUP BY cluster, brand
    ),
    posts_of AS (
      SELECT cluster, brand, COUNT(*) AS posts, COUNT(likes) AS liked_posts, SUM(likes) AS likes,
        ${squaresOf('likes')} AS likes_squares
      FROM (SELECT DISTINCT cluster, brand, post_id, likes FROM shown WHERE post_id IS NOT NULL) AS once
      GROUP BY cluster, brand
    )
    SELECT i.cluster, i.brand, i.images, i.logos, COALESCE(i.size, 0) AS size,
      COALESCE(i.size_squares, 0) AS size_squares, COALESCE(i.centrality, 0) AS centrality,
      COALESCE(i.centrality_squares, 0) AS centrality_squares, COALESCE(p.posts, 0) AS posts,
      COALESCE(p.liked_posts, 0) AS liked_posts, COALESCE(p.likes, 0) AS likes, COALESCE(p.likes_squares, 0) AS likes_squares
    FROM images_of i LEFT JOIN posts_of p ON i.cluster = p.cluster AND COALESCE(i.brand, '') = COALESCE(p.brand, '')
    ORDER BY i.cluster, i.brand`)
}

/** Squares of whole numbers grow out of them. */
function squaresOf(column: string): string {
  return `SUM(CAST(${column} AS DOUBLE) * CAST(${column} AS DOUBLE))`
}

/** One row a cluster: all images searched for brands. */
export interface ClusterTotals {
  cluster: string
  images: number
  posts: number
  /** Posts that show no tracked brand and state their likes, and those likes. */
  plain_posts: number
  plain_likes: number
  plain_likes_squares: number
}

export async function clusterTotals({ reader }: Asked, clusters: Clusters): Promise<ClusterTotals[]> {
  return reader.query<ClusterTotals>(`
    WITH ${pictures},
    searched AS (SELECT ${clusters.sql} AS cluster, post_id, likes, logo_count FROM picture WHERE logo_count IS NOT NULL),
    images_of AS (SELECT cluster, COUNT(*) AS images FROM searched GROUP BY cluster),
    post_of AS (
      SELECT cluster, post_id, MAX(likes) AS likes, MAX(logo_count) AS logos
      FROM searched WHERE post_id IS NOT NULL GROUP BY cluster, post_id
    ),
    posts_of AS (
      SELECT cluster, COUNT(*) AS posts, COUNT(CASE WHEN logos = 0 THEN likes END) AS plain_posts,
        SUM(CASE WHEN logos = 0 THEN likes END) AS plain_likes,
        ${squaresOf('CASE WHEN logos = 0 THEN likes END')} AS plain_likes_squares
      FROM post_of GROUP BY cluster
    )
    SELECT i.cluster, i.images, COALESCE(p.posts, 0) AS posts, COALESCE(p.plain_posts, 0) AS plain_posts,
      COALESCE(p.plain_likes, 0) AS plain_likes, COALESCE(p.plain_likes_squares, 0) AS plain_likes_squares
    FROM images_of i LEFT JOIN posts_of p ON i.cluster = p.cluster
    ORDER BY i.cluster`)
}

/** Posts by where a brand stands: in an image, in the caption or tags, or both. */
export interface Mentions {
  brand: string
  shown: number
  said: number
  both: number
}

export async function mentions({ reader }: Asked): Promise<Mentions[]> {
  return reader.query<Mentions>(`
    WITH shown AS (
      SELECT DISTINCT i.post_id, e.brand FROM exposures e JOIN images i ON e.row_id = i.row_id WHERE i.post_id IS NOT NULL
    ),
    said AS (SELECT DISTINCT p.post_id, m.brand FROM posts p CROSS JOIN UNNEST(p.brands_mentioned) AS m (brand))
    SELECT COALESCE(s.brand, m.brand) AS brand, COUNT(s.post_id) AS shown, COUNT(m.post_id) AS said,
      COUNT(CASE WHEN s.post_id IS NOT NULL AND m.post_id IS NOT NULL THEN 1 END) AS "both"
    FROM shown s FULL OUTER JOIN said m ON s.post_id = m.post_id AND s.brand = m.brand
    GROUP BY COALESCE(s.brand, m.brand)
    ORDER BY shown DESC, said DESC, brand`)
}

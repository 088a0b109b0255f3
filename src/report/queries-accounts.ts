import { type Asked, pictures } from './queries.ts'

export const mostAccounts = 25

export interface Account {
  account: string
  posts: number
  images: number
  branded: number
  likes: number | null
  /** The brand in most of its images. */
  brand: string | null
  brand_images: number | null
}

/** The accounts with the most images that show a tracked brand. */
export async function accounts({ reader }: Asked): Promise<Account[]> {
  return reader.query<Account>(`
    WITH ${pictures},
    images_of AS (
      SELECT account, COUNT(*) AS images, COUNT(DISTINCT post_id) AS posts,
        COUNT(CASE WHEN logo_count > 0 THEN 1 END) AS branded
      FROM picture WHERE account IS NOT NULL GROUP BY account
    ),
    likes_of AS (SELECT account, AVG(likes) AS likes FROM posts WHERE account IS NOT NULL GROUP BY account),
    brands_of AS (
      SELECT p.account, e.brand, COUNT(*) AS images,
        ROW_NUMBER() OVER (PARTITION BY p.account ORDER BY COUNT(*) DESC, e.brand) AS place
      FROM exposure e JOIN picture p ON e.row_id = p.row_id WHERE p.account IS NOT NULL GROUP BY p.account, e.brand
    )
    SELECT i.account, i.posts, i.images, i.branded, l.likes, b.brand, b.images AS brand_images
    FROM images_of i
      LEFT JOIN likes_of l ON i.account = l.account
      LEFT JOIN brands_of b ON i.account = b.account AND b.place = 1
    ORDER BY i.branded DESC, i.images DESC, i.account
    LIMIT ${mostAccounts}`)
}

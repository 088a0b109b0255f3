import { literal } from '../report/dialect.ts'
import { pictures } from '../report/queries.ts'
import type { Clusters } from '../report/queries-brands.ts'

/** What is compared of a post; the words of the command line and the page. */
export const outcomes = ['share', 'size', 'centrality', 'engagement'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * `shown`: a row a searched post and brand that is asked for, with what is compared: `share` 1 if the brand is in one of its images, else
 * 0; `size` and `centrality`, means over its images that show the brand, null without; `engagement`, ln(1 + likes + comments) of posts
 * that show it. `cluster` is what is taken together.
 */
export function shownSql(clusters: Clusters, brands: readonly string[]): string {
  const names = brands.map((brand) => `(${literal(brand)})`).join(', ')
  return `${pictures},
reached AS (
  SELECT post_id, LN(1 + MAX(likes) + MAX(comments)) AS reach
  FROM posts WHERE likes IS NOT NULL AND comments IS NOT NULL GROUP BY post_id
),
searched AS (
  SELECT post_id, MIN(account) AS account, MIN(posted_at) AS posted_at, MIN(${clusters.sql}) AS cluster
  FROM picture WHERE logo_count IS NOT NULL AND post_id IS NOT NULL AND posted_at IS NOT NULL GROUP BY post_id
),
appearance AS (
  SELECT p.post_id, e.brand, AVG(e.logo_size) AS size, AVG(e.logo_centrality) AS centrality
  FROM exposure e JOIN picture p ON e.row_id = p.row_id GROUP BY p.post_id, e.brand
),
shown AS (
  SELECT s.post_id, s.account, s.posted_at, s.cluster, asked.brand,
    CASE WHEN a.post_id IS NULL THEN 0 ELSE 1 END AS share, a.size, a.centrality,
    CASE WHEN a.post_id IS NULL THEN NULL ELSE r.reach END AS engagement
  FROM searched s CROSS JOIN (VALUES ${names}) AS asked (brand)
    LEFT JOIN appearance a ON a.post_id = s.post_id AND a.brand = asked.brand
    LEFT JOIN reached r ON r.post_id = s.post_id
)`
}

/** Sum, number and sum of squares of each outcome, as `x_sum`, `x_count` and `x_squares`. */
export const outcomeSums = outcomes
  .map(
    (name) =>
      `COALESCE(SUM(${name}), 0) AS ${name}_sum, COUNT(${name}) AS ${name}_count, COALESCE(SUM(${name} * ${name}), 0) AS ${name}_squares`,
  )
  .join(', ')

export type OutcomeSums = Record<`${Outcome}_${'sum' | 'count' | 'squares'}`, number>

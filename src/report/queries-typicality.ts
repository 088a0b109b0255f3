import { type Asked, pictures } from './queries.ts'
import type { Clusters } from './queries-brands.ts'
import { clusteredMean } from './statistics/clustered-mean.ts'
import type { Estimate } from './statistics/interval.ts'

/** How usual the images that show a brand are among all of the corpus. */
export interface BrandTypicality {
  brand: string
  /** Images that show it, near-duplicates once. */
  images: number
  /** Their mean typicality, 0 to 1; the mean of all images is a half. */
  typicality: Estimate
}

interface Sums {
  brand: string
  images: number
  typicality: number
  squares: number
}

const mostBrands = 12

/** The brands in most images of the corpus, the least typical first. Intervals take images of one cluster together. */
export async function brandTypicality(
  { reader }: Pick<Asked, 'reader'>,
  clusters: Clusters,
): Promise<BrandTypicality[]> {
  const sums = await reader.query<Sums>(`
    WITH ${pictures}, clustered AS (SELECT picture.*, ${clusters.sql} AS cluster FROM picture)
    SELECT e.brand, p.cluster, COUNT(*) AS images, SUM(c.typicality) AS typicality, SUM(c.typicality * c.typicality) AS squares
    FROM exposure e JOIN clustered p ON p.row_id = e.row_id JOIN corpus c ON c.row_id = e.row_id
    WHERE c.representative AND c.typicality IS NOT NULL GROUP BY e.brand, p.cluster ORDER BY e.brand, p.cluster`)
  return [...new Set(sums.map(({ brand }) => brand))]
    .map((brand): BrandTypicality => {
      const own = sums.filter((row) => row.brand === brand)
      const counts = Float64Array.from(own, ({ images }) => images)
      const cell = {
        sums: Float64Array.from(own, ({ typicality }) => typicality),
        counts,
        squares: Float64Array.from(own, ({ squares }) => squares),
      }
      return { brand, images: counts.reduce((sum, n) => sum + n, 0), typicality: clusteredMean(cell, 'part') }
    })
    .sort((a, b) => b.images - a.images)
    .slice(0, mostBrands)
    .sort((a, b) => (a.typicality.value ?? 0) - (b.typicality.value ?? 0) || a.brand.localeCompare(b.brand))
}

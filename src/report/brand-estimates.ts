import type { BrandSums, ClusterTotals } from './queries-brands.ts'
import { clusteredMean, clusteredShare, sharesOf } from './statistics/clustered-mean.ts'
import type { Cell } from './statistics/contrast.ts'
import type { Estimate, Interval } from './statistics/interval.ts'
import { wilson } from './statistics/wilson.ts'

/** How a brand appears, and how sure that is. */
export interface BrandEstimates {
  /** null: any tracked brand. */
  brand: string | null
  images: number
  posts: number
  logos: number
  /** Share of the images searched. */
  imageShare: Estimate
  /** The interval of the same share if images were independent (Wilson). */
  imageShareIndependent: Interval | null
  postShare: Estimate
  /** Its appearances (brand and image) among those of all tracked brands. */
  voice: Estimate
  size: Estimate
  centrality: Estimate
  /** Mean likes of the posts that show it. */
  likes: Estimate
}

export interface BrandTable {
  brands: BrandEstimates[]
  any: BrandEstimates
  /** Mean likes of posts that show no tracked brand. */
  plainLikes: Estimate & { posts: number }
}

interface Given {
  sums: readonly BrandSums[]
  totals: readonly ClusterTotals[]
  /** Tracked brands by the run; those that were not found get a row, too. */
  tracked: readonly string[]
  /** Whether clusters are more than single images. */
  isClustered: boolean
}

/**
 * Everything that the report says of brands, from sums over clusters. Brands in most images first. Intervals take clusters together; of
 * a share that rests on too few of them, or of none or all, it is Wilson's.
 */
export function estimateBrands({ sums, totals, tracked, isClustered }: Given): BrandTable {
  const place = new Map(totals.map(({ cluster }, index) => [cluster, index]))
  const column = (rows: readonly BrandSums[], of: keyof BrandSums): Float64Array => {
    const values = new Float64Array(totals.length)
    for (const row of rows) {
      const at = place.get(row.cluster)
      if (at !== undefined) values[at] = (values[at] as number) + Number(row[of])
    }
    return values
  }
  const named = sums.filter(({ brand }) => brand !== null)
  const byBrand = grouped(sums)
  const [all, allPosts] = [
    Float64Array.from(totals, ({ images }) => images),
    Float64Array.from(totals, ({ posts }) => posts),
  ]
  const searched = all.reduce((sum, images) => sum + images, 0)
  const appearances = column(named, 'images')
  const names = [...new Set([...tracked, ...named.map(({ brand }) => brand as string)])]
  const brands: (string | null)[] = [...names, null]
  const plain: Cell = {
    sums: Float64Array.from(totals, ({ plain_likes }) => plain_likes),
    counts: Float64Array.from(totals, ({ plain_posts }) => plain_posts),
    squares: Float64Array.from(totals, ({ plain_likes_squares }) => plain_likes_squares),
  }
  const rows = brands.map((brand): BrandEstimates => {
    const own = byBrand.get(brand) ?? []
    const total = (of: keyof BrandSums) => own.reduce((sum, row) => sum + Number(row[of]), 0)
    const inImages = column(own, 'images')
    const cell = (of: 'size' | 'centrality' | 'likes', counts: Float64Array): Cell => {
      return { sums: column(own, of), counts, squares: column(own, `${of}_squares`) }
    }
    const images = total('images')
    return {
      brand,
      images,
      posts: total('posts'),
      logos: total('logos'),
      imageShare: clusteredShare(inImages, all, isClustered),
      imageShareIndependent: wilson(images, searched),
      postShare: clusteredShare(column(own, 'posts'), allPosts, isClustered),
      voice: clusteredMean(sharesOf(inImages, appearances), 'share'),
      size: clusteredMean(cell('size', inImages), 'part'),
      centrality: clusteredMean(cell('centrality', inImages), 'part'),
      likes: clusteredMean(cell('likes', column(own, 'liked_posts')), 'amount'),
    }
  })
  const any = rows.pop() as BrandEstimates
  return {
    brands: rows.sort((a, b) => b.images - a.images || String(a.brand).localeCompare(String(b.brand))),
    any,
    plainLikes: { ...clusteredMean(plain, 'amount'), posts: plain.counts.reduce((sum, posts) => sum + posts, 0) },
  }
}

function grouped(sums: readonly BrandSums[]): Map<string | null, BrandSums[]> {
  const groups = new Map<string | null, BrandSums[]>()
  for (const row of sums) {
    const group = groups.get(row.brand)
    if (group) group.push(row)
    else groups.set(row.brand, [row])
  }
  return groups
}

export function shareOf(successes: number, n: number): Estimate {
  return { value: n === 0 ? null : successes / n, interval: wilson(successes, n) }
}

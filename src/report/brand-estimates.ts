import type { BrandSums, ClusterTotals } from './queries-brands.ts'
import { clusterBootstrap, type Ratio, ratioOf } from './statistics/bootstrap.ts'
import type { Estimate, Interval } from './statistics/interval.ts'
import { wilson } from './statistics/wilson.ts'

/** How a brand appears, and how sure that is. */
export interface BrandEstimates {
  /** null: any tracked brand. */
  brand: string | null
  images: number
  posts: number
  logos: number
  /** Share of the images searched; interval by Wilson, images taken as independent. */
  imageShare: Estimate
  /** The interval of the same share by the cluster bootstrap. */
  imageShareClustered: Interval | null
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
  searched: { images: number; posts: number }
}

/** Everything that the report says of brands, from sums over clusters. Brands in most images first. */
export function estimateBrands({ sums, totals, tracked, searched }: Given): BrandTable {
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
  const all = Float64Array.from(totals, ({ images }) => images)
  const appearances = column(named, 'images')
  const names = [...new Set([...tracked, ...named.map(({ brand }) => brand as string)])]
  const brands: (string | null)[] = [...names, null]
  const ratios = brands.map((brand) => {
    const rows = byBrand.get(brand) ?? []
    const [images, liked] = [column(rows, 'images'), column(rows, 'liked_posts')]
    return {
      imageShare: { numerator: images, denominator: all },
      voice: { numerator: images, denominator: appearances },
      size: { numerator: column(rows, 'size'), denominator: images },
      centrality: { numerator: column(rows, 'centrality'), denominator: images },
      likes: { numerator: column(rows, 'likes'), denominator: liked },
    } satisfies Record<string, Ratio>
  })
  const plain: Ratio = {
    numerator: Float64Array.from(totals, ({ plain_likes }) => plain_likes),
    denominator: Float64Array.from(totals, ({ plain_posts }) => plain_posts),
  }
  const asked = [...ratios.flatMap((own) => Object.values(own)), plain]
  const intervals = new Map(clusterBootstrap(asked, totals.length).map((interval, index) => [asked[index], interval]))
  const estimate = (ratio: Ratio): Estimate => ({ value: ratioOf(ratio), interval: intervals.get(ratio) ?? null })

  const rows = brands.map((brand, index): BrandEstimates => {
    const own = ratios[index] as (typeof ratios)[number]
    const total = (of: keyof BrandSums) => (byBrand.get(brand) ?? []).reduce((sum, row) => sum + Number(row[of]), 0)
    const [images, posts] = [total('images'), total('posts')]
    return {
      brand,
      images,
      posts,
      logos: total('logos'),
      imageShare: shareOf(images, searched.images),
      imageShareClustered: intervals.get(own.imageShare) ?? null,
      postShare: shareOf(posts, searched.posts),
      voice: estimate(own.voice),
      size: estimate(own.size),
      centrality: estimate(own.centrality),
      likes: estimate(own.likes),
    }
  })
  const any = rows.pop() as BrandEstimates
  return {
    brands: rows.sort((a, b) => b.images - a.images || String(a.brand).localeCompare(String(b.brand))),
    any,
    plainLikes: { ...estimate(plain), posts: plain.denominator.reduce((sum, posts) => sum + posts, 0) },
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

import type { BrandEstimates } from '../brand-estimates.ts'
import { estimatesChart } from '../charts/estimates-chart.ts'
import type { Draw } from '../charts/render.ts'
import { count, indexEstimate, numberEstimate, percent, percentEstimate, percentRange } from '../format.ts'
import type { Findings } from '../gather.ts'
import { andMore, type Column, details, figure, note, type Section, table } from '../html/blocks.ts'
import { html, type Markup, type Part } from '../html/markup.ts'
import type { Estimate, Interval } from '../statistics/interval.ts'

const mostBrands = 25
const mostDrawn = 12

export function brands(found: Findings, draw: Draw): Section {
  return { id: 'brands', title: 'Brands', body: body(found, draw) }
}

function body({ brands: { brands, any }, overview, clusters, mentions }: Findings, draw: Draw): Part {
  if (overview.searched === 0) {
    return html`<p>Brands were not looked for in this dataset. <code>limelight run SOURCE --brands nike,starbucks --out DIR</code> looks for them.</p>`
  }
  if (brands.length === 0) return html`<p>No brand was found in ${count(overview.searched)} images.</p>`
  const shown = brands.slice(0, mostBrands)
  const rows = any.images > 0 && brands.length > 1 ? [...shown, any] : shown
  return [
    any.images === 0
      ? html`<p>None of the tracked brands was found. That bounds how often they can be there; it does not say that they are absent: a logo without readable text, which is also small, smooth or unlike the reference pictures, is not found.</p>`
      : charts(brands.slice(0, mostDrawn), draw),
    table('Exposure of each brand, with 95 % intervals', overview.posts > 0 ? columns : columnsWithoutPosts, rows),
    andMore(mostBrands, brands.length, 'brands'),
    note(
      `Intervals take the images of one ${clusters.kind} together (${count(clusters.count)} ${clusters.kind}s${clusters.grouped ? ', in 4,096 random groups' : ''}); none where a number rests on fewer than five ${clusters.kind}s, but for shares of images and posts: then, and of none or all, Wilson’s, which takes them as independent. Share of voice: appearances of the brand (brand and image) among those of all tracked brands. Size and centrality: means over the images that show the brand (for any brand: of the largest brand in each image); likes: mean over the posts that show it.`,
    ),
    clusters.kind !== 'image' &&
      details(
        `What it changes that the images of one ${clusters.kind} are alike`,
        table(
          `Share of images with the brand, interval by ${clusters.kind}s, and if images were independent`,
          bothWays,
          rows,
        ),
      ),
    mentions.length > 0 && [
      html`<h3>Shown and said</h3><p>Where a brand stands in a post: in an image, in the caption or tags, or in both.</p>`,
      table(
        'Posts by where the brand stands',
        [
          { name: 'Brand', heads: true, cell: (row) => row.brand },
          { name: 'Shown in an image', right: true, cell: (row) => count(row.shown) },
          { name: 'Said in caption or tags', right: true, cell: (row) => count(row.said) },
          { name: 'Both', right: true, cell: (row) => count(row.both) },
          { name: 'Shown, not said', right: true, cell: (row) => count(row.shown - row.both) },
        ],
        mentions.slice(0, mostBrands),
      ),
      andMore(mostBrands, mentions.length, 'brands'),
    ],
  ]
}

const columns: Column<BrandEstimates>[] = [
  { name: 'Brand', heads: true, cell: ({ brand }) => brand ?? 'Any tracked brand' },
  { name: 'Images', right: true, cell: ({ images }) => count(images) },
  { name: 'Share of images', right: true, cell: ({ imageShare }) => stacked(percentEstimate(imageShare)) },
  { name: 'Posts', right: true, cell: ({ posts }) => count(posts) },
  { name: 'Share of posts', right: true, cell: ({ postShare }) => stacked(percentEstimate(postShare)) },
  { name: 'Logos', right: true, cell: ({ logos }) => count(logos) },
  {
    name: 'Share of voice',
    right: true,
    cell: ({ brand, voice }) => (brand === null ? '–' : stacked(percentEstimate(voice))),
  },
  { name: 'Logo size', right: true, cell: ({ size }) => stacked(percentEstimate(size)) },
  { name: 'Centrality', right: true, cell: ({ centrality }) => stacked(indexEstimate(centrality)) },
  { name: 'Likes', right: true, cell: ({ likes }) => stacked(numberEstimate(likes)) },
]

const columnsWithoutPosts = columns.filter(({ name }) => !['Posts', 'Share of posts', 'Likes'].includes(name))

const bothWays: Column<BrandEstimates>[] = [
  { name: 'Brand', heads: true, cell: ({ brand }) => brand ?? 'Any tracked brand' },
  { name: 'Share of images', right: true, cell: ({ imageShare }) => percent(imageShare.value) },
  { name: 'Taken together', right: true, cell: ({ imageShare }) => rangeText(imageShare.interval) },
  { name: 'If independent', right: true, cell: ({ imageShareIndependent }) => rangeText(imageShareIndependent) },
]

function rangeText(interval: Interval | null): string {
  return interval ? percentRange(interval) : '–'
}

/** The interval on a line of its own. */
function stacked(text: string): Part {
  const [value = '', interval] = text.split(/ (?=\()/)
  return interval ? html`${value}<br><small>${interval}</small>` : value
}

function charts(brands: readonly BrandEstimates[], draw: Draw): Markup {
  const percentTick = (value: number) => `${Number((value * 100).toPrecision(3))} %`
  const panels: [string, (brand: BrandEstimates) => Estimate, (value: number) => string, (e: Estimate) => string][] = [
    ['Share of images that show the brand', (b) => b.imageShare, percentTick, percentEstimate],
    ['Share of voice', (b) => b.voice, percentTick, percentEstimate],
    ['Logo size, share of the image', (b) => b.size, percentTick, percentEstimate],
    ['Logo centrality (1: in the middle)', (b) => b.centrality, compact, indexEstimate],
    ['Likes of posts that show the brand', (b) => b.likes, compact, numberEstimate],
  ]
  const figures = panels.map(([title, pick, tick, say]) => {
    const rows = brands
      .map((brand) => ({ name: brand.brand ?? '', estimate: pick(brand) }))
      .filter(({ estimate }) => estimate.value !== null)
    // One point without an interval is no chart.
    if (rows.length < 2 && rows.every(({ estimate }) => estimate.interval === null)) return null
    const label = `${title}: ${rows.map(({ name, estimate }) => `${name} ${say(estimate)}`).join('; ')}`
    return figure(title, draw(estimatesChart(rows, tick), label))
  })
  return html`<div class="panels">${figures}</div>${note('Points: estimates. Bars: 95 % intervals; where there is none, the number rests on too little. The table below holds the numbers.')}`
}

function compact(value: number): string {
  const [size, unit] = value >= 1e6 ? [1e6, 'M'] : value >= 1e3 ? [1e3, 'k'] : [1, '']
  return `${Number((value / size).toPrecision(3))}${unit}`
}

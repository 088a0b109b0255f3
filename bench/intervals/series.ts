import { type Interrupted, interrupted, parallelTrend } from '../../src/compare/interrupted.ts'
import type { Period } from '../../src/compare/periods.ts'
import type { Random } from '../../src/random.ts'
import { type Tally, tally } from './tally.ts'

/** A jump and a change of slope at the event. */
const truth = { level: 0.1, slope: 0.003 }

export interface Series {
  periods: number
  /** How much a deviation carries over into the next period. */
  dependence: number
  /** Of the controls; the difference is then no autoregression of order 1. */
  controls?: number
  /** Share of periods that have no post. */
  gaps?: number
  /** Variance of the noise of posts, in that of the deviations; what a period's number of posts says of it. */
  noise?: number
}

/** A series whose deviations are autoregressive. */
export function seriesRow(random: Random, series: Series, simulations: number): string {
  const row = tally()
  for (let i = 0; i < simulations; i++) addFit(row, interrupted(drawSeries(random, series), 'share', false))
  return row.line()
}

/** The same minus the series of controls, and whether they were drifting apart before. */
export function againstControlsRow(random: Random, series: Series, simulations: number): string {
  const row = tally()
  for (let i = 0; i < simulations; i++) {
    const periods = drawSeries(random, series)
    addFit(row, interrupted(periods, 'share', true))
    row.add('drift before', parallelTrend(periods, 'share'), 0)
  }
  return row.line()
}

/** Weekly shares of the posts of accounts that differ, come and go: what the command makes its series of. */
export function seriesOfPostsRow(random: Random, weeks: number, accounts: number, simulations: number): string {
  const row = tally()
  for (let i = 0; i < simulations; i++) addFit(row, interrupted(drawPosts(random, weeks, accounts), 'share', true))
  return row.line()
}

function addFit(row: Tally, fit: Interrupted | null): void {
  row.add('level', fit?.level, truth.level)
  row.add('slope', fit?.slope, truth.slope)
  row.compare('not used: Newey-West level', fit?.newey_west?.level ?? null, truth.level)
  row.compare('slope by it', fit?.newey_west?.slope ?? null, truth.slope)
}

function drawSeries(random: Random, series: Series): Period[] {
  const { periods, dependence, controls = dependence, gaps = 0, noise = 0 } = series
  let [own, other] = [random.normal(), random.normal()]
  const next = (deviation: number, by: number) => by * deviation + Math.sqrt(1 - by ** 2) * random.normal()
  return Array.from({ length: periods }, (_, i) => {
    const index = i - Math.floor(periods / 2)
    ;[own, other] = [next(own, dependence), next(other, controls)]
    const trend = 0.3 + 0.002 * index
    return {
      index,
      posts: 1,
      brand: ofShare(trend + effect(index) + 0.05 * (own + Math.sqrt(noise) * (noise > 0 ? random.normal() : 0))),
      controls: ofShare(trend + 0.05 * other),
      noise: { brand: ofShare(0.05 ** 2 * noise), controls: ofShare(0) },
    }
  }).filter(() => random.next() >= gaps)
}

function drawPosts(random: Random, periods: number, accounts: number): Period[] {
  const levels = Array.from({ length: accounts }, () => (random.next() < 0.5 ? -0.15 : 0.15))
  const busy = levels.map(() => random.next())
  return Array.from({ length: periods }, (_, i) => {
    const index = i - Math.floor(periods / 2)
    const counts = { posts: 0, brand: 0, controls: 0 }
    for (const [g, level] of levels.entries()) {
      if (random.next() > (busy[g] as number)) continue
      for (let posts = 1 + random.integer(4); posts > 0; posts--) {
        counts.posts++
        if (random.next() < 0.3 + level + effect(index)) counts.brand++
        if (random.next() < 0.3 + level) counts.controls++
      }
    }
    return {
      index,
      posts: counts.posts,
      brand: ofShare(counts.brand / counts.posts),
      controls: ofShare(counts.controls / counts.posts),
      noise: { brand: noiseOf(counts.brand, counts.posts), controls: noiseOf(counts.controls, counts.posts) },
    }
  }).filter(({ posts }) => posts > 0)
}

/** As if every period had a share of its own, as the command does over all periods together. */
function noiseOf(yes: number, posts: number): Period['brand'] {
  const share = (yes + 1) / (posts + 2)
  return ofShare((share * (1 - share)) / posts)
}

function effect(index: number): number {
  return index >= 0 ? truth.level + truth.slope * index : 0
}

function ofShare(share: number): Period['brand'] {
  return { share, size: null, centrality: null, engagement: null }
}

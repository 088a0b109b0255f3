/**
 * `npm run bench -- coverage [SIMULATIONS]`: how often the 95 % intervals of `limelight compare` hold the truth, over simulated posts whose truth
 * is known: accounts of unequal size, alike within and each with a change of its own; and time series that depend on themselves.
 */
import { bootstrapContrast } from '../src/compare/bootstrap-contrast.ts'
import { type Cell, type Contrast, estimateContrast, sandwichError } from '../src/compare/contrast.ts'
import { interrupted } from '../src/compare/interrupted.ts'
import type { Period } from '../src/compare/periods.ts'
import { tQuantile } from '../src/compare/student-t.ts'
import { type Random, seeded } from '../src/random.ts'
import type { Interval } from '../src/report/statistics/interval.ts'

const simulations = Number(process.argv[2] ?? 2000)
const random = seeded(20261125)

console.log(
  `share of 95 % intervals that hold the truth, ${simulations} simulations a row (standard error of a row: .005 at 2,000)`,
)
console.log(
  '\nposts of accounts      difference: jackknife (used)  bootstrap*  CR1 and normal  accounts ignored   against controls: jackknife',
)
for (const [accounts, alike] of [
  [10, 0.1],
  [20, 0.1],
  [40, 0.1],
  [40, 0],
  [100, 0.15],
] as const) {
  const own = { jackknife: 0, bootstrap: 0, sandwich: 0, ignored: 0, controls: 0 }
  const few = Math.ceil(simulations / 10)
  for (let i = 0; i < simulations; i++) {
    const { difference, againstControls, posts } = drawAccounts(accounts, alike)
    const estimate = estimateContrast(difference)
    own.jackknife += holds(estimate, 0.1)
    if (i < few) own.bootstrap += holds(bootstrapContrast(difference, { replicates: 400, seed: i }), 0.1)
    const reach = 1.959964 * (sandwichError(difference) ?? 0)
    own.sandwich += holds(estimate && { low: estimate.value - reach, high: estimate.value + reach }, 0.1)
    own.ignored += holds(unclustered(posts), 0.1)
    own.controls += holds(estimateContrast(againstControls), 0.1)
  }
  console.log(
    `${String(accounts).padStart(4)} accounts, SD ${alike.toFixed(2)}   ${rate(own.jackknife)}                          ${rate(own.bootstrap, few)}       ${rate(own.sandwich)}            ${rate(own.ignored)}               ${rate(own.controls)}`,
  )
}
console.log(`* ${Math.ceil(simulations / 10)} simulations of 400 draws`)

console.log('\ntime series          autoregression (used): level, slope   Newey-West: level, slope')
for (const [periods, dependence] of [
  [24, 0],
  [24, 0.3],
  [52, 0],
  [52, 0.3],
  [156, 0],
  [156, 0.3],
] as const) {
  const own = { level: 0, slope: 0, levelByNeweyWest: 0, slopeByNeweyWest: 0 }
  for (let i = 0; i < simulations; i++) {
    const fit = interrupted(drawSeries(periods, dependence), 'share', false)
    own.level += holds(fit?.level ?? null, 0.1)
    own.slope += holds(fit?.slope ?? null, 0.01)
    own.levelByNeweyWest += holds(fit?.newey_west?.level ?? null, 0.1)
    own.slopeByNeweyWest += holds(fit?.newey_west?.slope ?? null, 0.01)
  }
  console.log(
    `${String(periods).padStart(4)} periods, AR ${dependence.toFixed(1)}   ${rate(own.level)}  ${rate(own.slope)}                          ${rate(own.levelByNeweyWest)}  ${rate(own.slopeByNeweyWest)}`,
  )
}

function holds(interval: Interval | null, truth: number): number {
  return interval && interval.low <= truth && truth <= interval.high ? 1 : 0
}

function rate(count: number, of = simulations): string {
  return (count / of).toFixed(3)
}

/** Accounts of 4 to 60 posts a side whose shares of branded posts differ (SD `alike`), and whose changes do by half of that. */
function drawAccounts(accounts: number, alike: number) {
  const cell = (): Cell => ({ sums: new Float64Array(accounts), counts: new Float64Array(accounts) })
  const cells = [cell(), cell(), cell(), cell()] as const
  for (let g = 0; g < accounts; g++) {
    const level = alike * normal(random)
    const own = (alike / 2) * normal(random)
    const posts = 4 + Math.floor(56 * random.next() ** 2)
    for (const [k, share] of [0.3 + level, 0.4 + level + own, 0.3 + level / 2, 0.3 + level / 2].entries()) {
      for (let i = 0; i < posts; i++) {
        const { sums, counts } = cells[k] as Cell
        // A normal outcome around the share keeps the truth where it is put, however far an account lies from the mean.
        sums[g] = (sums[g] as number) + share + 0.45 * normal(random)
        counts[g] = (counts[g] as number) + 1
      }
    }
  }
  const difference: Contrast = { cells: [cells[0], cells[1]], weights: [-1, 1] }
  const againstControls: Contrast = { cells, weights: [-1, 1, 1, -1] }
  return { difference, againstControls, posts: [cells[0], cells[1]] as const }
}

/** As if all posts were independent, each with the spread that they were drawn with. */
function unclustered([before, after]: readonly [Cell, Cell]): Interval {
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
  const [n, m] = [total(before.counts), total(after.counts)]
  const value = total(after.sums) / m - total(before.sums) / n
  const reach = tQuantile(0.975, n + m - 2) * 0.45 * Math.sqrt(1 / n + 1 / m)
  return { low: value - reach, high: value + reach }
}

/** A jump of .1 and a change of slope of .01 at the event, noise that depends on the period before it. */
function drawSeries(periods: number, dependence: number): Period[] {
  const start = -Math.floor(periods / 2)
  let noise = normal(random)
  return Array.from({ length: periods }, (_, i) => {
    const index = start + i
    noise = dependence * noise + Math.sqrt(1 - dependence ** 2) * normal(random)
    const after = index >= 0 ? 0.1 + 0.01 * index : 0
    const value = 0.3 + 0.002 * index + after + 0.05 * noise
    const outcomes = { share: value, size: null, centrality: null, engagement: null }
    return { index, posts: 1, brand: outcomes, controls: outcomes }
  })
}

/** Box & Muller (1958). */
function normal({ next }: Random): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

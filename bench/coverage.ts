/**
 * `npm run bench -- coverage [SIMULATIONS] [posts|sizes|report|lift|series] [ROWS]`: how often the 95 % intervals of `limelight compare` and of the
 * report hold the truth, over simulated posts whose truth is known: accounts of unequal size, alike within and each with a change of its own; and time
 * series that depend on themselves. Every estimator that users see has a column. A thousand simulations take a minute or two a part, and half an hour
 * for series; with ROWS only those whose name contains it, with the same random numbers.
 */
import { type Random, seeded } from '../src/random.ts'
import { accountRow, contrastsRow, liftRow } from './intervals/posts.ts'
import { reportRow } from './intervals/report.ts'
import { againstControlsRow, seriesOfPostsRow, seriesRow } from './intervals/series.ts'
import { sizesRow } from './intervals/sizes.ts'
import { verdict } from './intervals/tally.ts'

const simulations = Number(process.argv[2] ?? 1000)
const part = process.argv[3] ?? 'all'
const among = process.argv[4] ?? ''
const error = Math.sqrt((0.95 * 0.05) / simulations)
console.log(
  `share of 95 % intervals that hold the truth, ${simulations} simulations a row (standard error of a number: ${error.toFixed(3)}); < below .94, > above .96, with ? where chance may be why`,
)

section('posts', 'posts of accounts (share before, how far accounts lie apart, most posts of one)', () => {
  for (const [accounts, share, apart, most] of [
    [6, 0.3, 0.1, 60],
    [10, 0.3, 0.1, 60],
    [20, 0.3, 0.1, 60],
    [20, 0.3, 0, 60],
    [20, 0.06, 0.04, 60],
    [40, 0.3, 0.1, 60],
    [40, 0.3, 0.2, 300],
    [100, 0.06, 0.04, 60],
  ] as const)
    row(`${accounts} accounts, ${share} +- ${apart}, ${most} posts`, (random) =>
      contrastsRow(random, { accounts, share, apart, most }, simulations),
    )
})

section(
  'sizes',
  'sizes of logos (most images of an account before and after; sd of ln(size) between and within)',
  () => {
    for (const [accounts, before, after, between, within] of [
      [6, 30, 30, 0.3, 0.6],
      [6, 30, 6, 0.3, 0.6],
      [10, 30, 30, 0.3, 0.6],
      [10, 30, 6, 0.3, 0.6],
      [20, 30, 30, 0.5, 1],
      [20, 30, 10, 0.5, 1],
      [20, 30, 4, 0.5, 1],
      [20, 4, 30, 0.5, 1],
      [40, 60, 60, 0.5, 1],
      [40, 60, 4, 0.5, 1],
      [40, 60, 1.3, 0.5, 1],
      [100, 30, 1.2, 0.5, 1],
      [100, 60, 10, 0.5, 1],
      [40, 60, 10, 0.2, 0.3],
    ] as const)
      row(`${accounts} accounts, ${before} and ${after} images; ${between}, ${within}`, (random) =>
        sizesRow(random, { accounts, before, after, between, within }, simulations),
      )
  },
)

section('report', 'images of accounts (share, how far accounts lie apart, most images of one; sd of ln(size))', () => {
  for (const [accounts, share, apart, most, between, within] of [
    [6, 0.3, 0.1, 60, 0.3, 0.6],
    [10, 0.3, 0.1, 60, 0.3, 0.6],
    [20, 0.3, 0.1, 60, 0.3, 0.6],
    [20, 0.06, 0.04, 60, 0.3, 0.6],
    [40, 0.3, 0.1, 60, 0.3, 0.6],
    [40, 0.3, 0.2, 300, 0.5, 1],
    [100, 0.06, 0.04, 60, 0.5, 1],
    [1000, 0.02, 0.015, 20, 0.5, 1],
  ] as const)
    row(`${accounts} accounts, ${share} +- ${apart}, ${most} images; ${between}, ${within}`, (random) =>
      reportRow(random, { accounts, share, apart, most }, { between, within }, simulations),
    )
})

section(
  'lift',
  'two brands in one post (share of the first, lift within an account); the change of one account',
  () => {
    for (const [accounts, share, tie] of [
      [10, 0.3, 1.5],
      [20, 0.3, 1],
      [40, 0.3, 1.5],
      [40, 0.1, 2],
      [100, 0.1, 1],
    ] as const)
      row(`${accounts} accounts, ${share}, ${tie}`, (random) =>
        liftRow(random, { accounts, share, apart: 0, most: 60 }, tie, simulations),
      )
    for (const [posts, share] of [
      [10, 0.1],
      [10, 0.3],
      [30, 0.1],
      [100, 0.3],
    ] as const)
      row(`1 account, ${posts} and ${2 * posts} posts, ${share}`, (random) =>
        accountRow(random, posts, share, simulations),
      )
  },
)

section('series', 'time series (autocorrelation): level and slope', () => {
  for (const periods of [12, 24, 52, 156])
    for (const dependence of [0, 0.3, 0.6, 0.8, ...(periods === 12 ? [0.9] : [])])
      row(`${periods} periods, ${dependence}`, (random) => seriesRow(random, { periods, dependence }, simulations))
  const gaps = { periods: 52, dependence: 0.3, gaps: 0.25 }
  row('52 periods, 0.3, one in four missing', (random) => seriesRow(random, gaps, simulations))
  for (const periods of [24, 52]) {
    row(`${periods} periods, 0.8 under 3 times its noise`, (random) =>
      seriesRow(random, { periods, dependence: 0.8, noise: 3 }, simulations),
    )
    for (const dependence of [0.5, 0.8])
      row(`${periods} periods, ${dependence}, controls 0.1`, (random) =>
        againstControlsRow(random, { periods, dependence, controls: 0.1 }, simulations),
      )
  }
  row('24 weeks of posts of 20 accounts', (random) => seriesOfPostsRow(random, 24, 20, simulations))
  row('52 weeks of posts of 40 accounts', (random) => seriesOfPostsRow(random, 52, 40, simulations))
})

console.log(
  `\n${verdict.judged - verdict.outside} of ${verdict.judged} within .94 to .96, or outside by no more than chance explains`,
)

function section(name: string, title: string, rows: () => void): void {
  if (part !== 'all' && part !== name) return
  console.log(`\n${title}`)
  rows()
}

function row(name: string, numbers: (random: Random) => string): void {
  if (!name.includes(among)) return
  const seed = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 20261125)
  console.log(`  ${name.padEnd(40)} ${numbers(seeded(seed))}`)
}

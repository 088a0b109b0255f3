import { bootstrapContrast } from '../../src/compare/bootstrap-contrast.ts'
import { liftOf } from '../../src/compare/lift.ts'
import { differenceOfShares } from '../../src/compare/newcombe.ts'
import { type Changes, changeWithinAccounts } from '../../src/compare/within-accounts.ts'
import type { Random } from '../../src/random.ts'
import { estimateContrast } from '../../src/report/statistics/clustered-estimate.ts'
import { type Cell, type Contrast, contrastOf, sandwichError } from '../../src/report/statistics/contrast.ts'
import type { Interval } from '../../src/report/statistics/interval.ts'
import { tally } from './tally.ts'

/** Accounts whose shares of branded posts differ, and whose changes do. */
export interface Accounts {
  accounts: number
  /** Of posts, before; the change is a third of it. */
  share: number
  /** How far an account's share lies above or below that; its change does by half as much. */
  apart: number
  /** Posts an account and side: 1 to this, a few accounts with most of them. */
  most: number
}

/** Means, differences and differences in differences of yes and no, each post drawn for itself. */
export function contrastsRow(random: Random, kind: Accounts, simulations: number): string {
  const row = tally()
  const change = kind.share / 3
  for (let i = 0; i < simulations; i++) {
    const [before, after, ...others] = drawCells(random, kind)
    const difference: Contrast = { cells: [before, after], weights: [-1, 1] }
    const against: Contrast = { cells: [before, after, ...others], weights: [-1, 1, 1, -1] }
    row.add('mean', estimateContrast({ cells: [before], weights: [1] }, { kind: 'share' }), kind.share)
    row.add('difference', estimateContrast(difference, { kind: 'share' }), change)
    row.add('against controls', estimateContrast(against, { kind: 'share' }), change)
    row.add('within accounts', changeWithinAccounts(changesOf(before, after))?.interval, change)
    // A bootstrap is hundreds of draws: not at every simulation.
    if (i % 2 === 0) {
      const replicates = { replicates: 400, seed: i }
      row.compare('bootstrap', bootstrapContrast(difference, replicates), change)
      row.compare('the same against controls', bootstrapContrast(against, replicates), change)
    }
    row.compare('not used: CR1 and normal', byNormal(difference, sandwichError(difference)), change)
    row.compare('accounts ignored', byNormal(difference, errorOfPosts(before, after)), change)
  }
  return row.line()
}

type Cells = [before: Cell, after: Cell, controlsBefore: Cell, controlsAfter: Cell]

function drawCells(random: Random, { accounts, share, apart, most }: Accounts): Cells {
  const cell = (): Cell => {
    const sums = new Float64Array(accounts)
    return { sums, counts: new Float64Array(accounts), squares: sums }
  }
  const cells: Cells = [cell(), cell(), cell(), cell()]
  for (let g = 0; g < accounts; g++) {
    const level = share + side(random) * apart
    const own = share / 3 + (side(random) * apart) / 2
    for (const [k, rate] of [level, level + own, level, level].entries()) {
      const posts = 1 + Math.floor(most * random.next() ** 3)
      const { sums, counts } = cells[k] as Cell
      counts[g] = posts
      for (let i = 0; i < posts; i++) if (random.next() < rate) sums[g] = (sums[g] as number) + 1
    }
  }
  return cells
}

function changesOf(before: Cell, after: Cell): Changes {
  const weights = before.counts.map((n, g) => (n * (after.counts[g] as number)) / (n + (after.counts[g] as number)))
  const squares = [before, after].reduce(
    (total, { sums, counts }) => total + sums.reduce((sum, yes, g) => sum + yes - yes ** 2 / (counts[g] as number), 0),
    0,
  )
  return {
    weights,
    sums: weights.map((weight, g) => weight * (share(after, g) - share(before, g))),
    accounts: weights.length,
    posts: [before, after].reduce((total, { counts }) => total + counts.reduce((sum, n) => sum + n, 0), 0),
    squares,
  }
}

function share({ sums, counts }: Cell, g: number): number {
  return (sums[g] as number) / (counts[g] as number)
}

function side(random: Random): number {
  return random.next() < 0.5 ? -1 : 1
}

function byNormal(contrast: Contrast, error: number | null): Interval | null {
  const value = contrastOf(contrast)
  return value === null || error === null ? null : { low: value - 1.959964 * error, high: value + 1.959964 * error }
}

/** As if all posts were independent. */
function errorOfPosts(...cells: Cell[]): number {
  const variances = cells.map(({ sums, counts }) => {
    const [sum, of] = [sums, counts].map((values) => values.reduce((total, value) => total + value, 0))
    const share = (sum as number) / (of as number)
    return (share * (1 - share)) / (of as number)
  })
  return Math.sqrt(variances.reduce((total, value) => total + value, 0))
}

/** Two brands in posts of accounts that like both or neither; `tie` is the lift within an account. */
export function liftRow(random: Random, { accounts, most, share }: Accounts, tie: number, simulations: number): string {
  const row = tally()
  const [likes, likesOther] = [share / 3, share / 6]
  const truth = tie * (1 + (likes * likesOther) / (share * (share / 2)))
  for (let i = 0; i < simulations; i++) {
    const column = () => new Float64Array(accounts)
    const sums = { posts: column(), first: column(), second: column(), both: column() }
    for (let g = 0; g < accounts; g++) {
      const sign = side(random)
      const [first, second] = [share + sign * likes, share / 2 + sign * likesOther]
      const both = tie * first * second
      sums.posts[g] = 1 + Math.floor(most * random.next() ** 3)
      for (let post = 0; post < (sums.posts[g] as number); post++) {
        const at = random.next()
        const [hasFirst, hasSecond] = [at < first, at < both || (at >= first && at < first + second - both)]
        if (hasFirst) sums.first[g] = (sums.first[g] as number) + 1
        if (hasSecond) sums.second[g] = (sums.second[g] as number) + 1
        if (hasFirst && hasSecond) sums.both[g] = (sums.both[g] as number) + 1
      }
    }
    row.add('lift', liftOf(sums)?.interval ?? null, truth)
  }
  return row.line()
}

/** The change of one account, whose posts are independent. */
export function accountRow(random: Random, posts: number, share: number, simulations: number): string {
  const row = tally()
  const draw = (of: number, rate: number) => {
    let count = 0
    for (let i = 0; i < of; i++) if (random.next() < rate) count++
    return { count, of }
  }
  for (let i = 0; i < simulations; i++)
    row.add('change', differenceOfShares(draw(posts, share), draw(2 * posts, share * 1.5)), share / 2)
  return row.line()
}

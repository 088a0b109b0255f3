import type { Random } from '../../src/random.ts'
import { estimateContrast } from '../../src/report/statistics/clustered-estimate.ts'
import type { Cell, Contrast } from '../../src/report/statistics/contrast.ts'
import { drawSize, meanSize, type Sizes } from './report.ts'
import { tally } from './tally.ts'

/** Images of a brand before and after an event, whose logos become half as large again, and those of controls that stay as they were before. */
export interface Sides extends Sizes {
  accounts: number
  /** Images an account and side: 0 to about this, a few accounts with most of them. */
  before: number
  after: number
}

/** Differences and differences in differences of sizes, which are skewed: how far their skews cancel hangs on how many images each side has. */
export function sizesRow(random: Random, kind: Sides, simulations: number): string {
  const row = tally()
  const [typical, grown] = [0.03, 0.045]
  const change = meanSize(grown, kind) - meanSize(typical, kind)
  for (let i = 0; i < simulations; i++) {
    const [own, other] = [ofAccounts(random, kind), ofAccounts(random, kind)]
    const before = drawCell(random, own, typical, kind, kind.before)
    const after = drawCell(random, own, grown, kind, kind.after)
    const others = [0, 1].map(() => drawCell(random, other, typical, kind, kind.before))
    const difference: Contrast = { cells: [before, after], weights: [-1, 1] }
    const against: Contrast = { cells: [before, after, ...others], weights: [-1, 1, 1, -1] }
    row.add('difference', estimateContrast(difference, { kind: 'part' }), change)
    row.add('against controls', estimateContrast(against, { kind: 'part' }), change)
    row.compare('not used: symmetric', estimateContrast(difference), change)
    row.compare('the same against controls', estimateContrast(against), change)
  }
  return row.line()
}

/** How large logos of each account are, in those of a typical one. */
function ofAccounts(random: Random, { accounts, between }: Sides): number[] {
  return Array.from({ length: accounts }, () => Math.exp(between * random.normal()))
}

function drawCell(random: Random, accounts: readonly number[], typical: number, sizes: Sizes, most: number): Cell {
  const column = () => new Float64Array(accounts.length)
  const { sums, counts, squares } = { sums: column(), counts: column(), squares: column() }
  for (const [g, own] of accounts.entries()) {
    const images = Math.floor(0.3 + most * random.next() ** 3)
    for (let image = 0; image < images; image++) {
      const size = drawSize(random, typical * own, sizes)
      counts[g] = (counts[g] as number) + 1
      sums[g] = (sums[g] as number) + size
      squares[g] = (squares[g] as number) + size * size
    }
  }
  return { sums, counts, squares }
}

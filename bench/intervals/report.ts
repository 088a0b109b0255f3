import type { Random } from '../../src/random.ts'
import { clusteredMean, sharesOf } from '../../src/report/statistics/clustered-mean.ts'
import type { Cell } from '../../src/report/statistics/contrast.ts'
import { tProbability } from '../../src/report/statistics/student-t.ts'
import { wilson } from '../../src/report/statistics/wilson.ts'
import type { Accounts } from './posts.ts'
import { tally } from './tally.ts'

/** How large logos are: ln(size) is normal around an account's own mean. */
export interface Sizes {
  /** Standard deviations of ln(size): of accounts' means, and within an account. */
  between: number
  within: number
}

/** What the report says of a brand: its share of images and of appearances, how large its logos are, and a mean of amounts as skewed (likes). */
export function reportRow(random: Random, kind: Accounts, sizes: Sizes, simulations: number): string {
  const row = tally()
  const typical = 0.03
  const mean = meanSize(typical, sizes)
  for (let i = 0; i < simulations; i++) {
    const { shown, images, size, others } = drawAccounts(random, kind, sizes, typical)
    const count = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
    row.add('share of images', orWilson(shown, images), kind.share)
    row.add('size', clusteredMean(size, 'part').interval, mean)
    row.add('amount', clusteredMean(size, 'amount').interval, mean)
    const appearances = shown.map((own, g) => own + (others[g] as number))
    row.add('share of voice', clusteredMean(sharesOf(shown, appearances), 'share').interval, 1 / 2)
    row.compare('not used: Wilson', wilson(count(shown), count(images)), kind.share)
  }
  return row.line()
}

/** Of one image of an account: no logo is larger than its image. */
export function drawSize(random: Random, ofAccount: number, { within }: Sizes): number {
  return Math.min(1, ofAccount * Math.exp(within * random.normal()))
}

/** The true mean over accounts and images. */
export function meanSize(typical: number, { between, within }: Sizes): number {
  const [mu, sigma] = [Math.log(typical), Math.hypot(between, within)]
  const normal = (z: number) => tProbability(z, 1e7)
  return Math.exp(mu + sigma ** 2 / 2) * normal(-mu / sigma - sigma) + normal(mu / sigma)
}

/** As the report falls back. */
function orWilson(shown: Float64Array, images: Float64Array) {
  const [yes, of] = [shown, images].map((values) => values.reduce((sum, value) => sum + value, 0)) as [number, number]
  return clusteredMean(sharesOf(shown, images), 'share').interval ?? wilson(yes, of)
}

interface Drawn {
  shown: Float64Array
  images: Float64Array
  size: Cell
  /** Appearances of another brand, as frequent over all, liked by other accounts. */
  others: Float64Array
}

function drawAccounts(
  random: Random,
  { accounts, share, apart, most }: Accounts,
  sizes: Sizes,
  typical: number,
): Drawn {
  const column = () => new Float64Array(accounts)
  const [shown, images, others] = [column(), column(), column()]
  const size: Cell = { sums: column(), counts: shown, squares: column() }
  for (let g = 0; g < accounts; g++) {
    const likes = random.next() < 0.5 ? -1 : 1
    images[g] = 1 + Math.floor(most * random.next() ** 3)
    const own = typical * Math.exp(sizes.between * random.normal())
    for (let image = 0; image < (images[g] as number); image++) {
      if (random.next() < share - likes * apart) others[g] = (others[g] as number) + 1
      if (random.next() >= share + likes * apart) continue
      const value = drawSize(random, own, sizes)
      shown[g] = (shown[g] as number) + 1
      size.sums[g] = (size.sums[g] as number) + value
      size.squares[g] = (size.squares[g] as number) + value * value
    }
  }
  return { shown, images, size, others }
}

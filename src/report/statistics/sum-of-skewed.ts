import { ofHeavyTails } from './degrees-of-freedom.ts'
import type { Interval } from './interval.ts'
import { amountInterval, partInterval } from './skewed-interval.ts'
import { tQuantile } from './student-t.ts'
import { type Side, sumOfMeans, varianceOf } from './sum-of-means.ts'
import { normal975 } from './wilson.ts'

const intervalOf = { part: partInterval, amount: amountInterval }

/**
 * The interval of a sum of weighted means of skewed values, from those of each, and the degrees of freedom it is made with: those that heavy tails
 * leave.
 *
 * The sides' intervals are as far from symmetric as their skews do not cancel each other. Two sides with as many posts have symmetric ones; one side
 * with few posts has that of a skewed mean, so that the sum reaches farther to where the few may have missed rare, large values. With the reach
 * of few degrees of freedom such an interval grows beyond measure: that of the normal's reach is stretched instead, but for a mean by itself.
 * @param degrees of freedom if values were normal
 */
export function sumOfSkewed(
  kind: keyof typeof intervalOf,
  sides: readonly Side[],
  weights: readonly number[],
  degrees: number,
): Interval & { degrees: number } {
  const spread = learnSpread(sides)
  const left = ofHeavyTails(degrees, weightedScores(spread, weights))
  const reach = tQuantile(0.975, left)
  const skew = skewLeft(sides, weights)
  const intervals = spread.map((side) => {
    const { mean } = side
    const variance = varianceOf(side)
    if (sides.length === 1) return intervalOf[kind]({ mean, variance }, reach)
    const { low, high } = intervalOf[kind]({ mean, variance }, normal975)
    const even = reach * Math.sqrt(variance)
    const between = (distance: number) => (1 - skew) * even + (skew * distance * reach) / normal975
    return { low: mean - between(mean - low), high: mean + between(high - mean) }
  })
  return { degrees: left, ...sumOfMeans(spread, weights, intervals) }
}

/** Degrees of freedom that all sides together add to what each knows of how far its values spread. */
const learned = 0.5

/**
 * Sides of few posts often have not seen the large values that make skewed ones spread: each learns a little from all how far values spread in
 * proportion to their mean, as if that had been seen with {@link learned} degrees of freedom (a moderated variance, Smyth 2004).
 */
function learnSpread(sides: readonly Side[]): Side[] {
  const relative = sides.map((side) => (varianceOf(side) / side.mean ** 2) * side.posts)
  const known = sides.map(({ degrees }, k) => ((relative[k] as number) > 0 ? degrees : 0))
  const common = relative.reduce((sum, own, k) => (own > 0 ? sum + own * (known[k] as number) : sum), 0) / sum(known)
  return sides.map((side, k) => {
    const [own, degrees] = [relative[k] as number, known[k] as number]
    if (!(own > 0)) return side
    const factor = Math.sqrt((degrees + (learned * common) / own) / (degrees + learned))
    return { ...side, scores: side.scores.map((score) => score * factor) }
  })
}

/**
 * What is left of the sides' skews in their weighted sum: 0 where they cancel each other, 1 where one is all. How skewed a side is, only the number of
 * its posts says (skews of means of values that spread in proportion to them go with 1 / posts^2): few values show it badly. Squared, as sides that
 * are not quite of one size should be nearly symmetric.
 */
function skewLeft(sides: readonly Side[], weights: readonly number[]): number {
  const skews = sides.map(({ posts }, k) => (weights[k] as number) ** 3 / posts ** 2)
  return (sum(skews) / sum(skews.map(Math.abs))) ** 2
}

function weightedScores(sides: readonly Side[], weights: readonly number[]): Float64Array {
  const clusters = sides[0]?.scores ?? new Float64Array()
  return clusters.map((_, g) =>
    sides.reduce((sum, { scores }, k) => sum + (weights[k] as number) * (scores[g] as number), 0),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

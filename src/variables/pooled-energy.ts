import { gaussian } from './gaussian.ts'
import type { BorderedWeights } from './kernel/weighted.ts'

const { min: smallest } = Math

const reach = 4
const weights = gaussian(reach, 1.75)
const most = 2 * reach + 1

/**
 * How the authors' code of feature congestion pools energies along a line: it makes the line twice as long, each place the second of
 * two, the first nought, and takes a Gaussian mean (sigma 1.75) of as much as lies within; then, of the mirrored line, the mean again,
 * of which it takes the first of two. So places move by half a pixel.
 */
export function poolingOf(length: number): BorderedWeights {
  const taps = smallest(length, most)
  // Sets near the ends are those of any line that is so long that its ends do not know of each other.
  const like = smallest(length, 2 * most - 1)
  const sets = new Float32Array(taps * taps)
  for (let set = 0; set < taps; set++) {
    const place = length < most || set < reach ? set : set === reach ? most - 1 : like - taps + set
    const first = Math.max(0, smallest(place - (taps >> 1), like - taps))
    for (let tap = 0; tap < taps; tap++) sets[set * taps + tap] = share(place, first + tap, like)
  }
  return { taps, sets }
}

/** What a place takes from another. */
function share(place: number, other: number, length: number): number {
  let sum = 0
  for (let d = -reach; d <= reach; d++) {
    const at = mirrored(2 * place + d, 2 * length)
    sum += weightOf(d) * ((2 * weightOf(at - (2 * other + 1))) / within(at, 2 * length))
  }
  return sum
}

/** How much of the Gaussian around a place lies within a line. */
function within(place: number, length: number): number {
  let sum = 0
  for (let d = -reach; d <= reach; d++) if (place + d >= 0 && place + d < length) sum += weightOf(d)
  return sum
}

function weightOf(offset: number): number {
  return weights[offset + reach] ?? 0
}

function mirrored(index: number, length: number): number {
  let at = index
  while (at < 0 || at >= length) at = at < 0 ? -at : 2 * length - 2 - at
  return at
}

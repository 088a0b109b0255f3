import { primeStepOf } from './fourier-prime.ts'
import type { Step } from './fourier-write.ts'

/** The steps of a transform of a length: one for each of its factors. */
export function stepsOf(length: number): Step[] {
  let [left, stride] = [length, 1]
  return factorsOf(length).map((radix) => {
    const groups = left / radix
    const step = { radix, groups, stride, factors: turns(radix, groups), own: ownOf(radix) }
    left = groups
    stride *= radix
    return step
  })
}

function ownOf(radix: number): Step['own'] {
  if (radix <= 5) return null
  return costOfConvolution(radix) < costOfSum(radix) ? primeStepOf(radix, stepsOf(radix - 1)) : circle(radix)
}

/** What a transform of a length costs an element: a step of four is 1 (`npm run bench -- families`). */
export function costOf(length: number): number {
  return factorsOf(length).reduce((sum, radix) => sum + costOfRadix(radix), 0)
}

function costOfRadix(radix: number): number {
  if (radix === 2) return 0.8
  if (radix <= 4) return 1
  if (radix === 5) return 1.4
  return Math.min(costOfSum(radix), costOfConvolution(radix))
}

/** By its definition: a sum over all elements for each. */
function costOfSum(radix: number): number {
  return 0.33 * radix
}

/** By two transforms of one element less. */
function costOfConvolution(radix: number): number {
  return 2 * costOf(radix - 1) + 4
}

/** Four as often as it goes, then primes. */
export function factorsOf(length: number): number[] {
  const factors: number[] = []
  let rest = length
  for (let factor = 4; rest > 1; factor = factor === 4 ? 2 : factor + (factor === 2 ? 1 : 2)) {
    while (rest % factor === 0) {
      factors.push(factor)
      rest /= factor
    }
  }
  return factors
}

function turns(radix: number, groups: number): Float64Array {
  const values = new Float64Array(2 * (radix - 1) * groups)
  for (let q = 0, to = 0; q < groups; q++) {
    for (let r = 1; r < radix; r++) {
      const angle = (-2 * Math.PI * q * r) / (radix * groups)
      values[to++] = Math.cos(angle)
      values[to++] = Math.sin(angle)
    }
  }
  return values
}

function circle(radix: number): Float64Array {
  return Float64Array.from({ length: 2 * radix }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / radix
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
  })
}

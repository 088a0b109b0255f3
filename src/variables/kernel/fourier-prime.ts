import type { Step } from './fourier-write.ts'
import { transform } from './series.ts'

/** How a transform of a prime length is a convolution, one shorter (Rader 1968). */
export interface PrimeStep {
  /** Powers of a generator, modulo the prime: the order in which elements are convolved. */
  order: Uint32Array
  /** The spectrum (re, im) of what they are convolved with, over its length: then no result need be divided. */
  spectrum: Float64Array
  /** The steps of the shorter transform. */
  steps: readonly Step[]
}

/** @param steps of a transform of one element less */
export function primeStepOf(prime: number, steps: readonly Step[]): PrimeStep {
  const length = prime - 1
  const order = powersOf(generatorOf(prime), prime)
  const angles = Array.from(order, (_, n) => (-2 * Math.PI * (order[(length - n) % length] as number)) / prime)
  const turns = {
    re: Float64Array.from(angles, (angle) => Math.cos(angle) / length),
    im: Float64Array.from(angles, (angle) => Math.sin(angle) / length),
  }
  const { re, im } = transform(turns, steps, 1)
  const spectrum = Float64Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1] as number)
  return { order, spectrum, steps }
}

/** The least number whose powers are all others below the prime. */
function generatorOf(prime: number): number {
  let candidate = 2
  while (new Set(powersOf(candidate, prime)).size < prime - 1) candidate++
  return candidate
}

function powersOf(base: number, prime: number): Uint32Array {
  const powers = new Uint32Array(prime - 1)
  for (let n = 0, power = 1; n < powers.length; n++, power = (power * base) % prime) powers[n] = power
  return powers
}

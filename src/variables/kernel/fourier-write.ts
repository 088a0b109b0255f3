import type { PrimeStep } from './fourier-prime.ts'

/** One step of a transform: how `assembly/fourier-radixes.ts` goes from `groups` of `radix` elements to the next step's. */
export interface Step {
  radix: number
  groups: number
  stride: number
  /** cos and sin of -2π q r / (radix · groups), for each q, for r from 1 on. */
  factors: Float64Array
  /** For a radix that has no step of its own: cos and sin of 2π j / radix, or how it is a convolution. */
  own: Float64Array | PrimeStep | null
}

/** Bytes of a plan that has these steps and nothing else. */
export function stepBytes(steps: readonly Step[]): number {
  return steps.reduce((sum, { factors, own }) => sum + 32 + factors.byteLength + (own ? ownBytes(own) : 0), 32)
}

/** Tables, and the step's own scratch. */
function ownBytes(own: Float64Array | PrimeStep): number {
  if (own instanceof Float64Array) return 5 * own.byteLength
  const { order, spectrum, steps } = own
  return 16 + orderBytes(order) + spectrum.byteLength + stepBytes(steps) + 128 * order.length
}

/** A multiple of 16. */
function orderBytes({ length }: Uint32Array): number {
  return 16 * Math.ceil(length / 4)
}

/**
 * Writes a plan where `assembly/fourier.ts` looks for it. @param at a multiple of 16
 * @returns where it ends
 */
export function writeSteps(buffer: ArrayBuffer, at: number, length: number, steps: readonly Step[]): number {
  let next = at + 32 + 32 * steps.length
  writeWords(buffer, at, [length, steps.length, 0])
  for (const [i, { radix, groups, stride, factors, own }] of steps.entries()) {
    new Float64Array(buffer, next, factors.length).set(factors)
    const tables = next + factors.byteLength
    const roots = own instanceof Float64Array
    writeWords(buffer, at + 32 + 32 * i, [radix, groups, stride, next, roots ? tables : 0, own && !roots ? tables : 0])
    if (own instanceof Float64Array) new Float64Array(buffer, tables, own.length).set(own)
    else if (own) writePrime(buffer, tables, own)
    next = tables + (own ? ownBytes(own) : 0)
  }
  return next
}

/** Addresses of the spectrum, of the inner plan and of scratch, then the order. */
function writePrime(buffer: ArrayBuffer, at: number, { order, spectrum, steps }: PrimeStep): void {
  const spectrumAt = at + 16 + orderBytes(order)
  const plan = spectrumAt + spectrum.byteLength
  writeWords(buffer, at, [spectrumAt, plan, writeSteps(buffer, plan, order.length, steps), 0])
  new Uint32Array(buffer, at + 16, order.length).set(order)
  new Float64Array(buffer, spectrumAt, spectrum.length).set(spectrum)
}

/** Whole numbers of 32 bits, one after the other. */
export function writeWords(buffer: ArrayBuffer, at: number, values: readonly number[]): void {
  new Uint32Array(buffer, at, values.length).set(values)
}

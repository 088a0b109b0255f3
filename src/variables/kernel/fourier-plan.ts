import { costOf, factorsOf, stepsOf } from './fourier-steps.ts'
import { type Step, stepBytes, writeSteps, writeWords } from './fourier-write.ts'
import { transform } from './series.ts'

/** How a length is transformed. */
export interface Plan {
  length: number
  steps: readonly Step[]
  bluestein: { chirp: Float64Array; convolver: Float64Array; steps: readonly Step[]; long: number } | null
}

const known = new Map<number, Plan>()

/** The sizes of one platform's pictures are few, so the last plans are kept: some ten lengths a size. */
export function planOf(length: number): Plan {
  const found = known.get(length)
  if (found) return found
  const long = longerOf(length)
  // Two longer transforms, and products before, between and after them.
  const plan =
    (2 * costOf(long) * long) / length + 3 < costOf(length)
      ? { length, steps: [], bluestein: bluesteinOf(length, long) }
      : { length, steps: stepsOf(length), bluestein: null }
  if (known.size >= 200) known.clear()
  known.set(length, plan)
  return plan
}

/** The next length that a convolution has room in, without a prime factor above 5. */
function longerOf(length: number): number {
  let long = 2 * length - 1
  while (factorsOf(long).some((factor) => factor > 5)) long++
  return long
}

/** A transform of any length as a convolution of a longer one (Bluestein 1970). */
function bluesteinOf(length: number, long: number): NonNullable<Plan['bluestein']> {
  const chirp = new Float64Array(2 * length)
  const kernel = { re: new Float64Array(long), im: new Float64Array(long) }
  for (let t = 0; t < length; t++) {
    // t² modulo 2 n keeps the angle small.
    const angle = (-Math.PI * ((t * t) % (2 * length))) / length
    chirp[2 * t] = Math.cos(angle)
    chirp[2 * t + 1] = Math.sin(angle)
    for (const at of t === 0 ? [0] : [t, long - t]) {
      kernel.re[at] = Math.cos(angle)
      kernel.im[at] = -Math.sin(angle)
    }
  }
  const steps = stepsOf(long)
  const { re, im } = transform(kernel, steps, 1)
  const convolver = Float64Array.from({ length: 2 * long }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1] as number)
  return { chirp, convolver, steps, long }
}

/** Bytes that a plan takes in the kernel's memory, and the scratch that a transform of it needs beside its data. */
export function planSize({ length, steps, bluestein }: Plan): { plan: number; work: number } {
  if (!bluestein) return { plan: stepBytes(steps), work: 64 * length }
  const { chirp, convolver, long } = bluestein
  const tables = chirp.byteLength + convolver.byteLength
  return { plan: stepBytes([]) + tables + stepBytes(bluestein.steps), work: 64 * 2 * long }
}

/** Writes a plan where `assembly/fourier.ts` looks for it. @param at a multiple of 16 */
export function writePlan(buffer: ArrayBuffer, at: number, { length, steps, bluestein }: Plan): void {
  const next = writeSteps(buffer, at, length, steps)
  if (!bluestein) return
  const { chirp, convolver, long } = bluestein
  const inner = next + chirp.byteLength + convolver.byteLength
  new Float64Array(buffer, next, chirp.length).set(chirp)
  new Float64Array(buffer, next + chirp.byteLength, convolver.length).set(convolver)
  writeWords(buffer, at + 8, [long, next, next + chirp.byteLength, inner])
  writeSteps(buffer, inner, long, bluestein.steps)
}

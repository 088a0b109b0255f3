import { transform } from '../fourier.ts'

/** Larger prime factors than this go by Bluestein: its two longer transforms are then cheaper (bench/families.ts). */
const largestRadix = 97

interface Step {
  radix: number
  groups: number
  stride: number
  /** cos and sin of -2π q r / (radix · groups), for each q, for r from 1 on. */
  factors: Float64Array
  /** cos and sin of 2π j / radix, for a radix that has no step of its own. */
  roots: Float64Array | null
}

interface Tables {
  steps: Step[]
  bluestein: { chirp: Float64Array; convolver: Float64Array; inner: Tables; long: number } | null
  length: number
}

/** Bytes that a plan takes, and the scratch that a transform of it needs beside its data. */
export function planSize(length: number): { plan: number; work: number } {
  const tables = tablesOf(length)
  return { plan: bytesOf(tables), work: 64 * (tables.bluestein ? 2 * tables.bluestein.long : length) }
}

/** Writes the plan of a length where `assembly/fourier.ts` looks for it. @param at a multiple of 16 */
export function writePlan(buffer: ArrayBuffer, at: number, length: number): void {
  write(buffer, at, tablesOf(length))
}

const known = new Map<number, Tables>()

/** The sizes of one platform's pictures are few, so the last ones are kept. */
function tablesOf(length: number): Tables {
  const found = known.get(length)
  if (found) return found
  const factors = factorsOf(length)
  const tables = factors.some((factor) => factor > largestRadix)
    ? { length, steps: [], bluestein: bluesteinOf(length) }
    : { length, steps: stepsOf(length, factors), bluestein: null }
  if (known.size >= 32) known.clear()
  known.set(length, tables)
  return tables
}

/** Four as often as it goes, then primes. */
function factorsOf(length: number): number[] {
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

function stepsOf(length: number, factors: readonly number[]): Step[] {
  let [left, stride] = [length, 1]
  return factors.map((radix) => {
    const groups = left / radix
    const step = { radix, groups, stride, factors: turns(radix, groups), roots: radix > 5 ? circle(radix) : null }
    left = groups
    stride *= radix
    return step
  })
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

/** A transform of any length as a convolution (Bluestein 1970), of the next length that has no prime factor above 5. */
function bluesteinOf(length: number): NonNullable<Tables['bluestein']> {
  let long = 2 * length - 1
  while (factorsOf(long).some((factor) => factor > 5)) long++
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
  const { re, im } = transform(kernel, long, 1)
  const convolver = Float64Array.from({ length: 2 * long }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1] as number)
  return { chirp, convolver, inner: tablesOf(long), long }
}

function bytesOf({ steps, bluestein }: Tables): number {
  const parts = steps.map(({ radix, factors, roots }) => factors.byteLength + (roots ? 80 * radix : 0))
  const header = 32 + 32 * steps.length + parts.reduce((sum, part) => sum + part, 0)
  if (!bluestein) return header
  return header + bluestein.chirp.byteLength + bluestein.convolver.byteLength + bytesOf(bluestein.inner)
}

function write(buffer: ArrayBuffer, at: number, { length, steps, bluestein }: Tables): void {
  const view = new DataView(buffer)
  let next = at + 32 + 32 * steps.length
  const put = (table: Float64Array) => {
    const address = next
    new Float64Array(buffer, address, table.length).set(table)
    next += table.byteLength
    return address
  }
  const words = (to: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setUint32(to + 4 * i, value, true)
  }
  words(at, [length, steps.length, 0])
  for (const [i, { radix, groups, stride, factors, roots }] of steps.entries()) {
    words(at + 32 + 32 * i, [radix, groups, stride, put(factors), roots ? put(roots) : 0])
    if (roots) next += 64 * radix // the step's own scratch
  }
  if (!bluestein) return
  const { chirp, convolver, inner, long } = bluestein
  words(at + 8, [long, put(chirp), put(convolver), next])
  write(buffer, next, inner)
}

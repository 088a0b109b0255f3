/** One step of a transform: how `assembly/fourier-radixes.ts` goes from `groups` of `radix` elements to the next step's. */
export interface Step {
  radix: number
  groups: number
  stride: number
  /** cos and sin of -2π q r / (radix · groups), for each q, for r from 1 on. */
  factors: Float64Array
  /** cos and sin of 2π j / radix, for a radix that has no step of its own. */
  roots: Float64Array | null
}

/** The steps of a transform of a length: one for each of its factors. */
export function stepsOf(length: number, factors = factorsOf(length)): Step[] {
  let [left, stride] = [length, 1]
  return factors.map((radix) => {
    const groups = left / radix
    const step = { radix, groups, stride, factors: turns(radix, groups), roots: radix > 5 ? circle(radix) : null }
    left = groups
    stride *= radix
    return step
  })
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

/** Bytes of a plan that has these steps and nothing else. */
export function stepBytes(steps: readonly Step[]): number {
  const parts = steps.map(({ radix, factors, roots }) => factors.byteLength + (roots ? 80 * radix : 0))
  return 32 + 32 * steps.length + parts.reduce((sum, part) => sum + part, 0)
}

/**
 * Writes a plan where `assembly/fourier.ts` looks for it. @param at a multiple of 16
 * @returns where it ends
 */
export function writeSteps(buffer: ArrayBuffer, at: number, length: number, steps: readonly Step[]): number {
  let next = at + 32 + 32 * steps.length
  const put = (table: Float64Array) => {
    const address = next
    new Float64Array(buffer, address, table.length).set(table)
    next += table.byteLength
    return address
  }
  writeWords(buffer, at, [length, steps.length, 0])
  for (const [i, { radix, groups, stride, factors, roots }] of steps.entries()) {
    writeWords(buffer, at + 32 + 32 * i, [radix, groups, stride, put(factors), roots ? put(roots) : 0])
    if (roots) next += 64 * radix // the step's own scratch
  }
  return next
}

/** Whole numbers of 32 bits, one after the other. */
export function writeWords(buffer: ArrayBuffer, at: number, values: readonly number[]): void {
  new Uint32Array(buffer, at, values.length).set(values)
}

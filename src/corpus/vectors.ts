/** Vectors of one size, one after the other. */
export interface Vectors {
  count: number
  size: number
  /** count · size numbers. */
  values: Float32Array
}

export function vectorsAt({ size, values }: Vectors, places: readonly number[]): Vectors {
  const chosen = new Float32Array(places.length * size)
  for (const [to, from] of places.entries()) chosen.set(values.subarray(from * size, (from + 1) * size), to * size)
  return { count: places.length, size, values: chosen }
}

export function squaredDistance(a: Vectors, i: number, b: Vectors, j: number): number {
  const { size } = a
  let sum = 0
  for (let d = 0; d < size; d++) {
    const apart = (a.values[i * size + d] as number) - (b.values[j * size + d] as number)
    sum += apart * apart
  }
  return sum
}

/** The mean vector; at least one vector is needed. */
export function meanOf({ count, size, values }: Vectors): Vectors {
  const sums = new Float64Array(size)
  for (let at = 0; at < count * size; at++) {
    const d = at % size
    sums[d] = (sums[d] as number) + (values[at] as number)
  }
  return { count: 1, size, values: Float32Array.from(sums, (sum) => sum / count) }
}

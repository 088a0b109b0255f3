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

/** Four sums side by side, here and in {@link dot}: an addition waits for the one before it, which is three quarters of the time of one sum. */
export function squaredDistance(a: Vectors, i: number, b: Vectors, j: number): number {
  const { size, values: from } = a
  const to = b.values
  let [p, q] = [i * size, j * size]
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  for (const end = p + size - 3; p < end; p += 4, q += 4) {
    const d0 = (from[p] as number) - (to[q] as number)
    const d1 = (from[p + 1] as number) - (to[q + 1] as number)
    const d2 = (from[p + 2] as number) - (to[q + 2] as number)
    const d3 = (from[p + 3] as number) - (to[q + 3] as number)
    s0 += d0 * d0
    s1 += d1 * d1
    s2 += d2 * d2
    s3 += d3 * d3
  }
  for (const end = (i + 1) * size; p < end; p++, q++) {
    const d0 = (from[p] as number) - (to[q] as number)
    s0 += d0 * d0
  }
  return s0 + s1 + (s2 + s3)
}

/** Scalar product of two vectors. */
export function dot(a: Vectors, i: number, b: Vectors, j: number): number {
  const { size, values: from } = a
  const to = b.values
  let [p, q] = [i * size, j * size]
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  for (const end = p + size - 3; p < end; p += 4, q += 4) {
    s0 += (from[p] as number) * (to[q] as number)
    s1 += (from[p + 1] as number) * (to[q + 1] as number)
    s2 += (from[p + 2] as number) * (to[q + 2] as number)
    s3 += (from[p + 3] as number) * (to[q + 3] as number)
  }
  for (const end = (i + 1) * size; p < end; p++, q++) s0 += (from[p] as number) * (to[q] as number)
  return s0 + s1 + (s2 + s3)
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

const side = 32
const low = 8

/**
 * Perceptual hash as ImageHash's `phash`: Pillow's grey (L), 32 x 32 by Pillow's Lanczos, DCT-II in both directions, the
 * low 8 x 8 coefficients above their median. Coefficients are rounded at 1e-6, so that flat or symmetric pictures,
 * whose coefficients are nought but for rounding, have a stable hash.
 * @param greys32 32 x 32 greys, row by row
 * @returns 16 hex digits, the coefficient (0, 0) first
 */
export function perceptualHash(greys32: Uint8Array): string {
  const coefficients = lowDct(greys32)
  const median = medianOf(coefficients)
  return hexOf(coefficients.map((value) => value > median))
}

/** The median of 64 values. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[31] as number) + (sorted[32] as number)) / 2
}

/** 64 bits as 16 hex digits, the first bit first. */
export function hexOf(bits: readonly boolean[]): string {
  return BigInt(`0b${bits.map(Number).join('')}`)
    .toString(16)
    .padStart(16, '0')
}

/** The low 8 x 8 of the two-dimensional DCT-II of 32 x 32 greys, row by row. */
function lowDct(greys: Uint8Array): number[] {
  const rows = new Float64Array(low * side) // frequency down, position across
  for (let k = 0; k < low; k++) {
    for (let x = 0; x < side; x++) {
      let sum = 0
      for (let y = 0; y < side; y++) sum += (greys[y * side + x] as number) * cosine(k, y)
      rows[k * side + x] = 2 * sum
    }
  }
  const coefficients: number[] = []
  for (let k = 0; k < low; k++) {
    for (let l = 0; l < low; l++) {
      let sum = 0
      for (let x = 0; x < side; x++) sum += (rows[k * side + x] as number) * cosine(l, x)
      coefficients.push(Math.round(2 * sum * 1e6) / 1e6)
    }
  }
  return coefficients
}

const cosines = Float64Array.from({ length: low * side }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / side) * (2 * (i % side) + 1)) / (2 * side)),
)

function cosine(frequency: number, position: number): number {
  return cosines[frequency * side + position] as number
}

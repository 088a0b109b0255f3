import type { Size } from '../image/box.ts'

const side = 32
const low = 8

/**
 * Perceptual hash as ImageHash's `phash`: Pillow's grey (L), 32 x 32 by Pillow's Lanczos, DCT-II in both directions, the
 * low 8 x 8 coefficients above their median. Coefficients are rounded at 1e-6, so that flat or symmetric pictures,
 * whose coefficients are nought but for rounding, have a stable hash.
 * @returns 16 hex digits, the coefficient (0, 0) first
 */
export function perceptualHash(greys32: Uint8Array): string {
  const coefficients = lowDct(greys32)
  const sorted = [...coefficients].sort((a, b) => a - b)
  const median = ((sorted[31] as number) + (sorted[32] as number)) / 2
  const bits = coefficients.map((value) => (value > median ? '1' : '0')).join('')
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
}

/** Pillow's `convert('L')`: 16-bit fixed point, rounded; one level apart from OpenCV's here and there. */
export function pillowGrey(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let i = 0, p = 0; i < grey.length; i++, p += 3) {
    const [r, g, b] = [rgb[p] as number, rgb[p + 1] as number, rgb[p + 2] as number]
    grey[i] = (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16
  }
  return grey
}

/** Pillow's `resize((32, 32), LANCZOS)` of one channel: horizontally, then vertically, 8 bits in between. */
export function resizeTo32(grey: Uint8Array, { width, height }: Size): Uint8Array {
  const across = lanczos(width)
  const narrow = new Uint8Array(side * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < side; x++) narrow[y * side + x] = weighted(grey, y * width, 1, across[x] as Taps)
  }
  const down = lanczos(height)
  const small = new Uint8Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) small[y * side + x] = weighted(narrow, x, side, down[y] as Taps)
  }
  return small
}

interface Taps {
  first: number
  weights: Int32Array
}

const precision = 22

function weighted(from: Uint8Array, start: number, step: number, { first, weights }: Taps): number {
  let sum = 1 << (precision - 1)
  let at = start + first * step
  for (let i = 0; i < weights.length; i++, at += step) sum += (from[at] as number) * (weights[i] as number)
  return Math.max(0, Math.min(255, sum >> precision))
}

/** Pillow's coefficients for reducing (or enlarging) `size` pixels to 32: Lanczos with 3 lobes, 22-bit fixed point. */
function lanczos(size: number): Taps[] {
  const scale = size / side
  const stretch = Math.max(scale, 1)
  const support = 3 * stretch
  return Array.from({ length: side }, (_, x) => {
    const centre = (x + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(size, Math.trunc(centre + support + 0.5))
    const raw = Array.from({ length: end - first }, (_, i) => kernel((i + first - centre + 0.5) / stretch))
    const sum = raw.reduce((a, b) => a + b, 0)
    const weights = raw.map((w) => {
      const fixed = (w / sum) * 2 ** precision
      return Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
    })
    return { first, weights: Int32Array.from(weights) }
  })
}

function kernel(x: number): number {
  return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
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

import type { Size } from '../image/box.ts'
import { type Complex, transform } from './fourier.ts'
import { halfEven } from './hsv.ts'

const { abs, floor, hypot, log, max: largest, min: smallest } = Math

const side = 64

/**
 * Spectral residual saliency (Hou & Zhang 2007) as OpenCV's StaticSaliencySpectralResidual: greys at 64 x 64 (bilinear at pixel
 * centres, no antialiasing), the log spectrum less its 3 x 3 mean, back with the old phase, blurred (5 x 5, sigma 8), squared,
 * over its maximum, and bilinear to the picture's size.
 * @returns 0 to 1 for each pixel; null where the 64 x 64 are of one grey: nothing stands out
 */
export function saliencyMap(grey: Uint8Array, { width, height }: Size): Float32Array | null {
  const small = shrink(grey, width, height)
  if (small.every((value) => value === small[0])) return null
  const map = residual(small)
  const most = map.reduce((a, b) => largest(a, b), 0)
  if (!(most > 0)) return null
  return enlarge(
    map.map((value) => value / most),
    width,
    height,
  )
}

/** Two-tap bilinear in 8-bit fixed point, as INTER_LINEAR_EXACT. */
function shrink(grey: Uint8Array, width: number, height: number): Float64Array {
  const across = fixedTaps(width)
  const down = fixedTaps(height)
  const small = new Float64Array(side * side)
  for (let y = 0; y < side; y++) {
    const [top = 0, bottom = 0, fy = 0] = down[y] ?? []
    for (let x = 0; x < side; x++) {
      const [left = 0, right = 0, fx = 0] = across[x] ?? []
      const mix = (row: number) =>
        (grey[row * width + left] as number) * (256 - fx) + (grey[row * width + right] as number) * fx
      small[y * side + x] = (mix(top) * (256 - fy) + mix(bottom) * fy + 32_768) >> 16
    }
  }
  return small
}

/** The two pixels that one of 64 is mixed from, and the second's weight in 256ths. */
function fixedTaps(size: number): [number, number, number][] {
  return Array.from({ length: side }, (_, i) => {
    const place = ((i + 0.5) * size) / side - 0.5
    const first = floor(place)
    if (first < 0) return [0, 0, 0]
    if (first >= size - 1) return [size - 1, size - 1, 0]
    return [first, first + 1, halfEven((place - first) * 256)]
  })
}

function residual(small: Float64Array): Float64Array {
  const spectrum = transform2d({ re: small, im: new Float64Array(side * side) }, false)
  const logs = new Float64Array(side * side)
  for (let i = 0; i < logs.length; i++) {
    logs[i] = log(largest(1e-30, hypot(spectrum.re[i] as number, spectrum.im[i] as number)))
  }
  const smooth = filtered(logs, [1 / 3, 1 / 3, 1 / 3])
  for (let i = 0; i < logs.length; i++) {
    // The old phase with a new length, without turning to angles and back.
    const scale = Math.exp(-(smooth[i] as number))
    spectrum.re[i] = (spectrum.re[i] as number) * scale
    spectrum.im[i] = (spectrum.im[i] as number) * scale
  }
  const back = transform2d(spectrum, true)
  return filtered(
    back.re.map((value, i) => hypot(value, back.im[i] as number)),
    gaussian,
  ).map((value) => value * value)
}

function transform2d(data: Complex, inverse: boolean): Complex {
  const down = transform(data, side, side, inverse)
  const across = transform({ re: transposed(down.re), im: transposed(down.im) }, side, side, inverse)
  return { re: transposed(across.re), im: transposed(across.im) }
}

function transposed(values: Float64Array): Float64Array {
  return values.map((_, i) => values[(i % side) * side + floor(i / side)] as number)
}

/** A symmetric filter in both directions, borders mirrored (REFLECT_101). */
function filtered(values: Float64Array, weights: readonly number[]): Float64Array {
  const reach = weights.length >> 1
  const along = (from: Float64Array, step: number) =>
    from.map((_, i) => {
      const place = floor(i / step) % side
      const start = i - place * step
      return weights.reduce((sum, weight, d) => {
        const at = abs(place + d - reach)
        return sum + weight * (from[start + (at < side ? at : 2 * side - 2 - at) * step] as number)
      }, 0)
    })
  return along(along(values, 1), side)
}

const gaussian = (() => {
  const raw = [-2, -1, 0, 1, 2].map((d) => Math.exp(-(d * d) / 128))
  const sum = raw.reduce((a, b) => a + b, 0)
  return raw.map((weight) => weight / sum)
})()

function enlarge(map: Float64Array, width: number, height: number): Float32Array {
  const across = floatTaps(width)
  const down = floatTaps(height)
  const large = new Float32Array(width * height)
  const mixed = new Float64Array(side)
  for (let y = 0; y < height; y++) {
    const first = (down.first[y] as number) * side
    const next = (down.next[y] as number) * side
    const fy = down.share[y] as number
    for (let x = 0; x < side; x++) {
      const top = map[first + x] as number
      mixed[x] = top + fy * ((map[next + x] as number) - top)
    }
    for (let x = 0, to = y * width; x < width; x++, to++) {
      const left = mixed[across.first[x] as number] as number
      large[to] = left + (across.share[x] as number) * ((mixed[across.next[x] as number] as number) - left)
    }
  }
  return large
}

/** For each of `size` pixels the two of 64 that it lies between, and the second's weight. */
function floatTaps(size: number): { first: Uint8Array; next: Uint8Array; share: Float64Array } {
  const first = new Uint8Array(size)
  const next = new Uint8Array(size)
  const share = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const place = smallest(side - 1, largest(0, ((i + 0.5) * side) / size - 0.5))
    first[i] = floor(place)
    next[i] = smallest(side - 1, floor(place) + 1)
    share[i] = place - floor(place)
  }
  return { first, next, share }
}

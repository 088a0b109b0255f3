import type { Size } from '../image/box.ts'
import { stepsOf } from './kernel/fourier-steps.ts'
import { mapSide as side } from './kernel/saliency.ts'
import { type Complex, inverse, transform } from './kernel/series.ts'
import { halfEven } from './rounding.ts'

const { PI, abs, cos, exp, floor, log, max: largest, sin, sqrt } = Math

/**
 * Spectral residual saliency (Hou & Zhang 2007) as OpenCV's StaticSaliencySpectralResidual: greys at 64 x 64 (bilinear at pixel
 * centres, no antialiasing), the log spectrum (of lengths plus 1, as in its release 4.11) less its 3 x 3 mean, back with the old
 * phase, blurred (5 x 5, sigma 8), squared, over its maximum. `enlarged` makes it as large as the picture.
 * @returns 64 x 64 values from 0 to 1; null where the 64 x 64 are of one grey: nothing stands out
 */
export function saliencyOf(grey: Uint8Array, { width, height }: Size): Float64Array | null {
  const small = shrink(grey, width, height)
  if (small.every((value) => value === small[0])) return null
  const map = residual(small)
  const most = map.reduce((a, b) => largest(a, b), 0)
  return most > 0 ? map.map((value) => value / most) : null
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
  const spectrum = transform2d({ re: small, im: new Float64Array(side * side) }, transform)
  const { re, im } = spectrum
  const logs = lengths(spectrum)
  for (let i = 0; i < logs.length; i++) logs[i] = log((logs[i] as number) + 1)
  const smooth = filtered(logs, [1 / 3, 1 / 3, 1 / 3])
  for (let i = 0; i < logs.length; i++) {
    // The old phase with a new length; what had no length has no phase and lies on the real axis.
    const phase = angleOf(re[i] as number, im[i] as number)
    const after = exp((logs[i] as number) - (smooth[i] as number))
    re[i] = after * cos(phase)
    im[i] = after * sin(phase)
  }
  const map = filtered(lengths(transform2d(spectrum, inverse)), gaussian)
  for (let i = 0; i < map.length; i++) map[i] = (map[i] as number) ** 2
  return map
}

/**
 * The angle of a place, from 0 to 2 pi, by the polynomial that OpenCV takes for it, which is off by up to 1.7e-4: a pixel in 100,000 is
 * as salient as the threshold of figure and ground but for that.
 */
function angleOf(x: number, y: number): number {
  const [right, up] = [abs(x), abs(y)]
  if (right === 0 && up === 0) return 0
  const slope = right >= up ? up / right : right / up
  const square = slope * slope
  const flat =
    slope *
    (0.9997878412794807 + square * (-0.3258083974640975 + square * (0.1555786518463281 - square * 0.04432655554792128)))
  const quarter = right >= up ? flat : PI / 2 - flat
  const half = x < 0 ? PI - quarter : quarter
  return y < 0 ? 2 * PI - half : half
}

function lengths({ re, im }: Complex): Float64Array {
  const values = new Float64Array(re.length)
  for (let i = 0; i < values.length; i++) values[i] = length(re[i] as number, im[i] as number)
  return values
}

function length(x: number, y: number): number {
  return sqrt(x * x + y * y)
}

const steps = stepsOf(side)

function transform2d(data: Complex, oneWay: typeof transform): Complex {
  const down = oneWay(data, steps, side)
  const across = oneWay({ re: transposed(down.re), im: transposed(down.im) }, steps, side)
  return { re: transposed(across.re), im: transposed(across.im) }
}

function transposed(values: Float64Array): Float64Array {
  const turned = new Float64Array(values.length)
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) turned[x * side + y] = values[i] as number
  }
  return turned
}

/** A symmetric filter in both directions, borders mirrored (REFLECT_101). */
function filtered(values: Float64Array, weights: readonly number[]): Float64Array {
  return filteredRows(transposed(filteredRows(transposed(values), weights)), weights)
}

function filteredRows(values: Float64Array, weights: readonly number[]): Float64Array {
  const result = new Float64Array(values.length)
  const reach = weights.length >> 1
  const line = new Float64Array(side + 2 * reach)
  for (let start = 0; start < values.length; start += side) {
    for (let i = 0; i < line.length; i++) {
      const at = abs(i - reach)
      line[i] = values[start + (at < side ? at : 2 * side - 2 - at)] as number
    }
    for (let x = 0; x < side; x++) {
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (line[x + i] as number)
      result[start + x] = sum
    }
  }
  return result
}

const gaussian = (() => {
  const raw = [-2, -1, 0, 1, 2].map((d) => exp(-(d * d) / 128))
  const sum = raw.reduce((a, b) => a + b, 0)
  return raw.map((weight) => weight / sum)
})()

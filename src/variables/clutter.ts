import type { Size } from '../image/box.ts'
import { kernel } from './kernel/module.ts'
import { resident } from './kernel/resident.ts'
import { type Desk, deskOf, type Floats } from './kernel/weighted.ts'
import { linear, part } from './lab.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, exp, max: largest, min: smallest, round } = Math

/** The longer side of what is looked at: the measure depends on size, so that pictures are compared at one. */
const side = 256
/** The kernel adds up to 257 rows of a cell in 16 bits. */
const tallest = 257 * side
const nothing: Row = { clutter: null, clutter_colour: null, clutter_contrast: null, clutter_orientation: null }

/** Clutter as feature congestion at one size; the family `feature_congestion` has it at the size of the picture. */
export function clutterVariables(view: View): Row {
  if (view.height > tallest) return nothing
  const { sum, colour, contrast, orientation } = congestionOf(view, side)
  return { clutter: sum, clutter_colour: colour, clutter_contrast: contrast, clutter_orientation: orientation }
}

/**
 * Feature congestion (Rosenholtz, Li & Nakano 2007): how much colour, contrast and orientation vary around each pixel.
 * Constants are those of the authors' code. It looks at three scales and takes the largest, but coarser ones after a filter that
 * leaves a quarter and a sixteenth of them; they are left out here, for they almost never are the largest: at full size sums are
 * within 0.4 % of those of its code on the 20 photos of `../shared/golden`.
 * @param longest the longer side of what is looked at: means of cells where the picture is larger
 * @returns its parts, and the pooled directions, which are only good until the kernel does something else
 */
export function congestionOf({ picture, width, height }: View, longest: number) {
  const shrink = smallest(1, longest / largest(width, height))
  const cells = { width: largest(1, round(width * shrink)), height: largest(1, round(height * shrink)) }
  const rgb = resident(picture.rgb)
  const held = 8 * (cells.width + cells.height)
  const desk = deskOf(cells, { count: 17, scratch: 4 * 272 + 2 * (3 * width + 32) + held })
  const planes: Channels = [desk.plane(), desk.plane(), desk.plane()]
  labOf(desk, { rgb, width, height }, planes)
  const clear = desk.mark()
  const colour = colourClutter(desk, planes)
  clear()
  const contrast = contrastClutter(desk, planes[0])
  clear()
  const directions = orientations(desk, planes[0])
  const orientation = kernel().directionSpread(...directions)
  const sum = colour / 0.2088 + contrast / 0.066 + orientation / 0.0269
  return { sum, colour, contrast, orientation, directions }
}

/** L, a and b of every pixel, in the CIELAB of that code. */
export function labPlanesOf({ picture, width, height }: View): [Float64Array, Float64Array, Float64Array] {
  const rgb = resident(picture.rgb)
  const desk = deskOf({ width, height }, { count: 3, scratch: 4 * 272 + 2 * (3 * width + 32) })
  const planes: Channels = [desk.plane(), desk.plane(), desk.plane()]
  labOf(desk, { rgb, width, height }, planes)
  return planes.map(({ at, stride }) => {
    const values = new Float32Array(kernel().memory.buffer, at, stride * height)
    const dense = new Float64Array(width * height)
    for (let y = 0; y < height; y++) dense.set(values.subarray(y * stride, y * stride + width), y * width)
    return dense
  }) as [Float64Array, Float64Array, Float64Array]
}

/** Planes of means side by side, in the way that `assembly/clutter-spread.ts` reads them. */
export type Pooled = [pooled: number, stride: number, wide: number, high: number, held: number]

type Channels = [Floats, Floats, Floats]

/**
 * CIELAB of means of cells as in that code: X, Y and Z from 0 to 1 over a white of 95.047, 100 and 108.833, so that nearly all
 * colours are in the straight part of the curve. The constants of the measure were found with it.
 */
function labOf(desk: Desk, { rgb, width, height }: Size & { rgb: number }, [l]: Channels): void {
  const k = kernel()
  const columns = desk.scratch + 4 * 272
  k.cellColours(rgb, width, height, l.width, l.height, l.stride, columns, l.at)
  const tables = new Float32Array(k.memory.buffer, desk.scratch, 272)
  tables.set(lights)
  tables.set(matrix, 257)
  k.cellLab(l.at, l.stride * l.height, desk.scratch, desk.scratch + 4 * 257)
}

/** What full red, green and blue add to X, then to Y, then to Z over that white, which is a hundred times the usual one. */
const matrix = Float32Array.from({ length: 9 }, (_, i) => {
  const [row, channel] = [Math.floor(i / 3) as 0 | 1 | 2, (i % 3) as 0 | 1 | 2]
  return (part(row, channel)[255] as number) / 100
})

const lights = Float32Array.from({ length: 257 }, (_, v) => linear(smallest(255, v)))

/** Mean "radius" of the ellipsoid of colours around pixels: the sixth root of the determinant of their covariance. */
function colourClutter(desk: Desk, [l, a, b]: Channels): number {
  const pooled = moments(desk, { planes: [l, a, b], weights: widely, step: 2 })
  return kernel().colourSpread(...pooled)
}

/** Mean standard deviation around pixels of the difference of two Gaussians of lightness. */
function contrastClutter(desk: Desk, l: Floats): number {
  const blurred = (weights: Float32Array) => desk.weighted(l, { across: weights, down: weights, beyond: 'mirrored' })
  const [contrast, outer] = [blurred(inner), blurred(surround)]
  kernel().differences(contrast.at, outer.at, l.stride * l.height)
  return kernel().contrastSpread(...moments(desk, { planes: [contrast], weights: widely, step: 2 }))
}

/**
 * Cos and sin of twice the angle by energies of four filters, and their products, pooled: `directionSpread` makes the "radius" of
 * the ellipse of orientations of them.
 */
function orientations(desk: Desk, l: Floats): Pooled {
  const [down, across, falling, rising] = orientedEnergy(desk, l) as [Floats, Floats, Floats, Floats]
  kernel().directions(down.at, across.at, falling.at, rising.at, l.stride * l.height)
  return moments(desk, { planes: [down, across], weights: farther, step: directionStep })
}

/** Directions are pooled around every so manieth pixel. */
export const directionStep = 4

/**
 * Energy of second derivatives of Gaussians (sigma 2) down, across and along both diagonals, pooled by a Gaussian of 1.75. A
 * derivative is twice the Gaussian less the two beside it, sigma away. Of those beside it on a diagonal the even parts are the
 * same on both, and the odd parts are opposite.
 */
function orientedEnergy(desk: Desk, l: Floats): Floats[] {
  const at = (across: Float32Array, down: Float32Array) => desk.weighted(l, { across, down, beyond: 'mirrored' })
  const planes = [at(middle, second), at(second, middle), at(even, even), at(odd, odd), at(middle, middle)] as const
  const [p, q, r, s, mean] = planes.map((plane) => plane.at) as [number, number, number, number, number]
  kernel().energies(p, q, r, s, mean, l.stride * l.height)
  const [down, across, falling, rising] = planes
  return [down, across, falling, rising].map((plane) =>
    desk.weighted(plane, { across: twice, down: twice, beyond: 'mirrored' }),
  )
}

const [inner, surround, widely, farther] = [gaussian(3, 0.71), gaussian(3, 1.14), gaussian(6, 3), gaussian(28, 14)]
const middle = gaussian(6, 2)
const second = mixed(2, (one, other, i) => 2 * (middle[i] as number) - one - other)
const even = mixed(Math.SQRT2, (one, other) => (one + other) / 2)
const odd = mixed(Math.SQRT2, (one, other) => (one - other) / 2)

/** Of the two Gaussians that lie so far beside the middle. */
function mixed(off: number, mix: (one: number, other: number, i: number) => number): Float32Array {
  const other = gaussian(6, 2, -off)
  return gaussian(6, 2, off).map((value, i) => mix(value, other[i] as number, i))
}

/** What a Gaussian of 1.75 gives that is applied at double size on the way up, and again on the way down. */
const twice = (() => {
  const once = gaussian(4, 1.75)
  return Float32Array.from({ length: 9 }, (_, i) => {
    const lag = 2 * abs(i - 4)
    return once.reduce((sum, weight, j) => sum + 2 * weight * (once[j + lag] ?? 0), 0)
  })
})()

/**
 * Gaussian means around every `step`-th pixel, of as much of the Gaussian as lies within the picture: of planes, then of their
 * products.
 */
function moments(
  desk: Desk,
  { planes, weights, step }: { planes: Floats[]; weights: Float32Array; step: number },
): Pooled {
  const pool = (plane: Floats, times?: Floats) =>
    desk.weighted(plane, { across: weights, down: weights, step, beyond: 'nought', times })
  const [first] = planes.map((plane) => pool(plane)) as [Floats]
  for (const [i, plane] of planes.entries()) for (const times of planes.slice(i)) pool(plane, times)
  const { at, stride, width, height } = first
  const { width: across, height: down } = planes[0] as Floats
  const held = [...heldParts(across, weights, step), ...heldParts(down, weights, step)]
  new Float64Array(kernel().memory.buffer, desk.scratch, held.length).set(held)
  return [at, stride, width, height, desk.scratch]
}

/** How much of the weights around every `step`-th place lies within a length. */
function heldParts(length: number, weights: Float32Array, step: number): number[] {
  const reach = weights.length >> 1
  const parts: number[] = []
  for (let place = 0; place < length; place += step) {
    let sum = 0
    for (let i = Math.max(0, reach - place); i < weights.length && place + i - reach < length; i++) {
      sum += weights[i] as number
    }
    parts.push(sum)
  }
  return parts
}

function gaussian(reach: number, sigma: number, middle = 0): Float32Array {
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) => exp(-((i - reach - middle) ** 2) / (2 * sigma * sigma)))
  const sum = raw.reduce((a, b) => a + b, 0)
  return Float32Array.from(raw, (weight) => weight / sum)
}

import type { Size } from '../image/box.ts'
import { largestOfScales, largestOfSmoothScales, meanEverywhere } from './clutter-scales.ts'
import { gaussian } from './gaussian.ts'
import { kernel } from './kernel/module.ts'
import { resident } from './kernel/resident.ts'
import { type Desk, deskOf, type Floats, type Grid, halved } from './kernel/weighted.ts'
import { linear, part } from './lab.ts'
import { poolingOf } from './pooled-energy.ts'
import type { Row } from './registry/index.ts'
import { turnedDerivative } from './turned-derivative.ts'
import type { View } from './view.ts'

const { max: largest, min: smallest, round } = Math

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
 * Feature congestion (Rosenholtz, Li & Nakano 2007): how much colour, contrast and orientation vary around each pixel, the largest of
 * three scales. Constants and filters are those of the authors' code.
 * @param longest the longer side of what is looked at: means of cells where the picture is larger
 * @returns its parts, and the map of orientations at every fourth place
 */
export function congestionOf({ picture, width, height }: View, longest: number) {
  const shrink = smallest(1, longest / largest(width, height))
  const cells = { width: largest(1, round(width * shrink)), height: largest(1, round(height * shrink)) }
  const half = halved(cells)
  const quarter = halved(half)
  const rgb = resident(picture.rgb)
  const also = [half, half, half, quarter, quarter, quarter]
  const desk = deskOf(cells, { count: 6, also, scratch: 4 * 272 + 2 * (3 * width + 32) })
  const coarse = [half, quarter].map((size): Channels => [desk.plane(size), desk.plane(size), desk.plane(size)])
  const l = desk.plane()
  const clear = desk.mark()
  const finest: Channels = [l, desk.plane(), desk.plane()]
  labOf(desk, { rgb, width, height }, finest)
  const levels = [finest, ...coarse] as [Channels, Channels, Channels]
  for (const [level, planes] of coarse.entries()) {
    for (const [i, to] of planes.entries()) desk.weighted(levels[level]?.[i] as Floats, reduced, to)
  }
  const colours = levels.map((planes, i) => desk.spread(planes, widely, i === 0 ? 2 : 1)) as Scales
  clear()
  const contrasts = levels.map(([light], i) => contrastSpread(desk, light, i === 0 ? 2 : 1)) as Scales
  const directions = levels.map(([light], i) => directionSpread(desk, light, directionStep >> i)) as Scales
  const arrangement = largestOfSmoothScales(...directions)
  const [colour, contrast] = [colours, contrasts].map((maps) => meanEverywhere(largestOfScales(...maps), cells, 2)) as [
    number,
    number,
  ]
  const orientation = meanEverywhere(arrangement, cells, directionStep)
  const sum = colour / 0.2088 + contrast / 0.066 + orientation / 0.0269
  return { sum, colour, contrast, orientation, arrangement }
}

type Scales = [Grid, Grid, Grid]

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

/** The standard deviation around places of the difference of two Gaussians of lightness. */
function contrastSpread(desk: Desk, l: Floats, step: number): Grid {
  const clear = desk.mark()
  const blurred = (weights: Float32Array) => desk.weighted(l, { across: weights, down: weights, beyond: 'mirrored' })
  const [contrast, outer] = [blurred(inner), blurred(surround)]
  kernel().differences(contrast.at, outer.at, l.stride * l.height)
  const spread = desk.spread([contrast], widely, step)
  clear()
  return spread
}

/** Directions are pooled around every so manieth pixel of the finest scale. */
export const directionStep = 4

/**
 * How much directions vary around places: cos and sin of twice the angle by the energies of second derivatives of Gaussians (sigma 2)
 * down, across and along both diagonals, pooled by a Gaussian of 1.75. A derivative is twice the Gaussian less the two beside it, sigma
 * away.
 */
function directionSpread(desk: Desk, l: Floats, step: number): Grid {
  const clear = desk.mark()
  const { squares, directions } = kernel()
  const count = l.stride * l.height
  const size = { width: l.width, height: l.height }
  const [down, across, falling, rising, free] = Array.from({ length: 5 }, () => desk.plane(size)) as Five
  desk.weighted(l, { across: middle, down: second, beyond: 'mirrored' }, down)
  desk.weighted(l, { across: second, down: middle, beyond: 'mirrored' }, across)
  squares(down.at, count)
  squares(across.at, count)
  desk.turned(l, diagonal, falling, rising)
  // Each goes where the one before was, so that two that are looked at together lie side by side.
  const pooling = { across: poolingOf(l.width), down: poolingOf(l.height) }
  const pool = (plane: Floats, to: Floats) => desk.bordered(plane, pooling, to)
  pool(rising, free)
  pool(falling, rising)
  pool(across, falling)
  pool(down, across)
  directions(across.at, falling.at, rising.at, free.at, count)
  const spread = desk.spread([across, falling], farther, step)
  clear()
  return spread
}

type Five = [Floats, Floats, Floats, Floats, Floats]

const single = (weights: Float64Array) => Float32Array.from(weights)
const [inner, surround, widely, farther] = [
  ...[single(gaussian(3, 0.71)), single(gaussian(3, 1.14)), single(gaussian(6, 3)), single(gaussian(28, 14))],
] as const
const middle = single(gaussian(6, 2))
const second = (() => {
  const [one, other] = [gaussian(6, 2, 2), gaussian(6, 2, -2)]
  return single(gaussian(6, 2).map((value, i) => 2 * value - (one[i] as number) - (other[i] as number)))
})()
const diagonal = turnedDerivative()

const fifths = Float32Array.of(0.05, 0.25, 0.4, 0.25, 0.05)
const reduced = { across: fifths, down: fifths, step: 2, beyond: 'mirrored' } as const

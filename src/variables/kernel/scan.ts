import type { Size } from '../../image/box.ts'
import type { ColourSums } from '../colour.ts'
import { lanczosTaps } from '../lanczos.ts'
import { otsuThreshold } from '../otsu.ts'
import { firstFree, type Kernel, kernel, pixelsAtOnce, places, reserve, stackRoom } from './module.ts'
import { countLevels } from './planes.ts'

/** What one look at a picture gives: sums and counts, from which every variable follows. */
export interface Scan {
  colours: ColourSums
  /** How many pixels have each of the 256 grey levels. */
  greys: Uint32Array
  /** Pillow's 32 x 32 greys, for the perceptual hash. */
  small: Uint8Array
  laplacian: { sum: number; squares: number }
  /** Pixels on an edge (Canny, high threshold: Otsu, low: half of it). */
  edges: number
}

/**
 * Looks at every pixel, in two passes: colours, then grey levels (their thresholds need the histogram of all).
 * Numbers why in WebAssembly: bench/core-variables.ts. test/variables/reference.ts has the same in plain words.
 * @param rgb interleaved, length 3 · width · height
 */
export function scan(rgb: Uint8Array, { width, height }: Size): Scan {
  const k = kernel()
  const pixels = width * height
  const at = layout(width, height)
  reserve(k, at.end)

  const colours = passColours(k, rgb, pixels, at)
  const greys = countLevels(at.grey, pixels)
  const small = passHash(k, { width, height }, at)

  const high = otsuThreshold(greys)
  // Whole steps of 16 bytes, and one more: what lies there from another picture must not count as an edge.
  const mapSize = Math.ceil(((width + 2) * (height + 2)) / 16) * 16 + 16
  new Uint8Array(k.memory.buffer, at.map, mapSize).fill(0)
  k.edges(at.grey, width, height, high >> 1, high, at.lines, at.rows, at.line, at.map, places.sums)
  const [sum = 0, squares = 0] = new Float64Array(k.memory.buffer, places.sums, 2)
  const edges = k.follow(at.map, mapSize, width + 2, places.stack, stackRoom)
  return { colours, greys, small, laplacian: { sum, squares }, edges }
}

/** Addresses for a picture. Pillow's greys and the map of edges are not needed at once: they share a place. */
function layout(width: number, height: number) {
  let next = firstFree()
  const take = (bytes: number) => {
    const start = next
    next += Math.ceil((bytes + 64) / 16) * 16
    return start
  }
  const line = Math.ceil((width + 64) / 16) * 16
  return {
    line,
    grey: take(width * height),
    map: take((width + 2) * (height + 2)),
    across: take(384 + 4 * weightsOf(width)),
    down: take(384 + 4 * weightsOf(height)),
    narrow: take(32 * height),
    lines: take(3 * line),
    rows: take(18 * line),
    end: next + 65_536,
  }
}

/** An upper limit of the weights of 32 taps, each padded to a multiple of 8. */
function weightsOf(size: number): number {
  return 32 * (Math.ceil((6 * Math.max(1, size / 32) + 2) / 8) * 8 + 8)
}

type Layout = ReturnType<typeof layout>

function passColours(k: Kernel, rgb: Uint8Array, pixels: number, at: Layout): ColourSums {
  const memory = new Uint8Array(k.memory.buffer)
  const sums = new Float64Array(k.memory.buffer, places.sums, 18).fill(0)
  const shift = firstSaturation(rgb)
  let padding = 0
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const count = Math.min(pixelsAtOnce, pixels - from)
    const steps = Math.ceil(count / 16)
    memory.set(rgb.subarray(3 * from, 3 * (from + count)), places.rgb)
    memory.fill(0, places.rgb + 3 * count, places.rgb + 48 * steps)
    k.colours(places.rgb, steps, at.grey + from, at.map + from, places.spreads, places.values, places.sums)
    k.saturation(places.spreads, places.values, steps, shift, places.sums + 104)
    k.cielab(places.rgb, 8 * steps, places.sums + 120)
    padding += 16 * steps - count
  }
  const named = Object.fromEntries(order.map((name, i) => [name, sums[i] ?? 0])) as Record<
    (typeof order)[number],
    number
  >
  const { saturation, saturationSquares, ...rest } = named
  // The black pixels that fill the last step up have added f(0) to CIELAB and taken the shift from saturation.
  const black = (padding * 16) / 116
  return {
    ...rest,
    pixels,
    saturation: { shift, sum: saturation + padding * shift, squares: saturationSquares - padding * shift * shift },
    fx: rest.fx - black,
    fy: rest.fy - black,
    fz: rest.fz - black,
  }
}

/** The order of the kernel's sums. */
const order = [
  ...(['r', 'g', 'b', 'rr', 'gg', 'bb', 'rg', 'rb', 'gb', 'value', 'valueSquares', 'warm', 'cool'] as const),
  ...(['saturation', 'saturationSquares', 'fx', 'fy', 'fz'] as const),
] as const

/** HSV saturation of the first pixel. */
function firstSaturation(rgb: Uint8Array): number {
  const [r = 0, g = 0, b = 0] = rgb
  const max = Math.max(r, g, b)
  return max === 0 ? 0 : (max - Math.min(r, g, b)) / max
}

function passHash(k: Kernel, { width, height }: Size, at: Layout): Uint8Array {
  const view = new DataView(k.memory.buffer)
  writeTaps(view, at.across, width, (weights, to) => {
    const padded = Math.ceil(weights.length / 8) * 8
    const upper = new Int16Array(view.buffer, to, padded).fill(0)
    const lower = new Int16Array(view.buffer, to + 2 * padded, padded).fill(0)
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number
      upper[i] = weight >> 11
      lower[i] = weight & 2047
    }
    return padded
  })
  writeTaps(view, at.down, height, (weights, to) => {
    new Int32Array(view.buffer, to, weights.length).set(weights)
    return weights.length
  })
  k.narrowRows(at.map, width, height, at.across, at.narrow)
  k.narrowColumns(at.narrow, at.down, places.small)
  return new Uint8Array(k.memory.buffer, places.small, 1024).slice()
}

/** 32 times (first, count, address of weights), then the weights: `put` writes some and says how many, 4 bytes each. */
function writeTaps(view: DataView, at: number, size: number, put: (weights: Int32Array, to: number) => number): void {
  let to = at + 384
  for (const [i, { first, weights }] of lanczosTaps(size).entries()) {
    const count = put(weights, to)
    view.setUint32(at + 12 * i, first, true)
    view.setUint32(at + 12 * i + 4, count, true)
    view.setUint32(at + 12 * i + 8, to, true)
    to += 4 * count
  }
}

import type { Size } from '../../image/box.ts'
import type { ColourSums } from '../colour.ts'
import { otsuThreshold } from '../otsu.ts'
import type { Kernel } from './exports.ts'
import { kernel, pixelsAtOnce, places, stackRoom } from './module.ts'
import { narrowed } from './narrow.ts'
import { type Palette, paletteCounter } from './palette.ts'
import { histogramOf } from './planes.ts'
import { keep, type Plane, resident, room } from './resident.ts'

/** What one look at a picture gives: sums and counts, from which every variable follows. */
export interface Scan {
  colours: ColourSums
  palette: Palette
  /** Grey levels as OpenCV's RGB2GRAY: Rec. 601 luma in 15-bit fixed point, rounded. */
  grey: Plane
  /** How many pixels have each of the 256 grey levels. */
  greys: Uint32Array
  /** Grey levels as Pillow's L: Rec. 601 luma in 16-bit fixed point, rounded. */
  luma: Plane
  /** 32 x 32 of them, for the perceptual hash. */
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
  const grey = keep(pixels)
  const luma = keep(pixels)
  const { colours, palette } = passColours(k, rgb, { grey: grey.at, luma: luma.at })
  const greys = histogramOf(grey)
  const small = narrowed(luma, { width, height }, { width: 32, height: 32 })

  const high = otsuThreshold(greys)
  const line = Math.ceil((width + 64) / 16) * 16
  // Whole steps of 16 bytes, and one more: what lies there from another picture must not count as an edge.
  const mapSize = Math.ceil(((width + 2) * (height + 2)) / 16) * 16 + 16
  const at = room(k, { map: mapSize, lines: 3 * line, rows: 18 * line })
  new Uint8Array(k.memory.buffer, at.map, mapSize).fill(0)
  k.edges(grey.at, width, height, high >> 1, high, at.lines, at.rows, line, at.map, places.sums)
  const [sum = 0, squares = 0] = new Float64Array(k.memory.buffer, places.sums, 2)
  const edges = k.follow(at.map, mapSize, width + 2, places.stack, stackRoom)
  return { colours, palette, grey, greys, luma, small, laplacian: { sum, squares }, edges }
}

function passColours(k: Kernel, rgb: Uint8Array, to: { grey: number; luma: number }) {
  const pixels = rgb.length / 3
  const counter = paletteCounter(pixels)
  new Float64Array(k.memory.buffer, places.sums, 18).fill(0)
  const source = resident(rgb)
  // The black pixels that fill up the last step add nothing.
  new Uint8Array(k.memory.buffer).fill(0, source + rgb.length, source + rgb.length + 48)
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const count = Math.min(pixelsAtOnce, pixels - from)
    k.colours(source + 3 * from, Math.ceil(count / 16), to.grey + from, to.luma + from, places.sums)
    counter.add(source + 3 * from, count)
  }
  const palette = counter.palette()
  const shift = saturationOf(rgb)
  const { size, colours, counts } = palette
  k.saturation(colours.at, counts.at, Math.ceil(size / 4), shift, places.sums + 104)
  k.cielab(colours.at, counts.at, Math.ceil(size / 2), places.sums + 120)
  const sums = new Float64Array(k.memory.buffer, places.sums, 18)
  const named = Object.fromEntries(order.map((name, i) => [name, sums[i] ?? 0])) as Record<
    (typeof order)[number],
    number
  >
  const { saturation, saturationSquares, ...rest } = named
  return {
    palette,
    colours: { ...rest, pixels, saturation: { shift, sum: saturation, squares: saturationSquares } },
  }
}

/** The order of the kernel's sums. */
const order = [
  ...(['r', 'g', 'b', 'rr', 'gg', 'bb', 'rg', 'rb', 'gb', 'value', 'valueSquares', 'warm', 'cool'] as const),
  ...(['saturation', 'saturationSquares', 'fx', 'fy', 'fz'] as const),
] as const

/** HSV saturation of the first pixel: near those of the others, as a rule. */
function saturationOf([r = 0, g = 0, b = 0]: Uint8Array): number {
  const max = Math.max(r, g, b)
  return max === 0 ? 0 : (max - Math.min(r, g, b)) / max
}

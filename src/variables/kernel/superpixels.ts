import type { Size } from '../../image/box.ts'
import type { Kernel } from './exports.ts'
import { kernel } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** Of a superpixel: its pixels, the sum of their columns, of their rows, and of what was asked about them. */
export interface Superpixel {
  pixels: number
  x: number
  y: number
  weight: number
}

export interface Grid {
  /** Where the first centres lie, row by row. */
  centres: { x: number; y: number }[]
  /** A distance of so many pixels counts as much as 1 of colour. */
  step: number
  /** How far a centre reaches, up and down and to the sides. */
  window: { x: number; y: number }
}

const rounds = 10
/** What the kernel has room for; 22 are the most that a small picture begins with. */
const most = 24

/**
 * Superpixels by SLIC (Achanta et al. 2012) as scikit-image has it: ten rounds of k-means by place and colour, from a grid, then
 * connected parts, of which the small ones go to a neighbour.
 * @param tables 256 times (x, y, z, 0) of each channel, red first: CIELAB's X, Y and Z over the white's
 * @param scale CIELAB is multiplied by it: 1 / compactness
 * @param weights what is summed up a superpixel
 */
export function superpixelsOf(
  rgb: Uint8Array,
  size: Size,
  { grid, tables, scale, weights }: { grid: Grid; tables: Float32Array; scale: number; weights: Plane },
): Superpixel[] {
  const k = kernel()
  const from = resident(rgb)
  const { width, height } = size
  const [wide, high] = [Math.ceil(width / 8), Math.ceil(height / 8)]
  const [stride, tall] = [8 * wide, 8 * high]
  const plane = 4 * stride * height
  const pitch = stride + 16
  const map = pitch * (height + 2)
  const at = room(k, {
    ...{ tables: tables.byteLength, l: plane, a: plane, b: plane, blocks: 64 * wide * high, middles: 20 * most },
    ...{ columns: 8 * most * wide, rows: 8 * most * high, across: 4 * most * stride, down: 4 * most * tall },
    ...{ scratch: 512, sums: 48 * most, labels: map, joined: map, queue: 4 * width * height, parts: 32 * 256 },
  })
  new Float32Array(k.memory.buffer, at.tables, tables.length).set(tables)
  k.labPlanes(from, width, height, at.tables, scale, stride, at.l, at.a, at.b)
  k.blockRanges(at.l, at.a, at.b, width, height, stride, at.blocks)
  const memory = new Uint8Array(k.memory.buffer)
  memory.fill(255, at.labels, at.labels + map)
  memory.fill(0, at.joined, at.joined + map)
  const first = pitch + 8 // a frame lies around the first row and column

  let centres = grid.centres.map(({ x, y }): Centre => ({ x, y, l: 0, a: 0, b: 0 }))
  const groups = Math.ceil(centres.length / 4)
  for (let round = 1; round <= rounds; round++) {
    place(k, centres, { at, grid, size })
    new Float64Array(k.memory.buffer, at.sums, 6 * most).fill(0)
    const labels = round === rounds ? at.labels + first : 0
    k.assign(
      ...([
        at.l,
        at.a,
        at.b,
        width,
        height,
        stride,
        at.blocks,
        groups,
        at.middles,
        1 / grid.step,
        at.columns,
        at.rows,
      ] as const),
      ...([at.across, at.down, tall, at.scratch, at.sums, labels, pitch] as const),
    )
    centres = centres.map((_, i) => meanOf(new Float64Array(k.memory.buffer, at.sums + 48 * i, 6)))
  }

  const share = (width * height) / centres.length
  const [small, large] = [Math.trunc(0.5 * share), Math.trunc(3 * share)]
  k.joinParts(at.labels + first, width, height, pitch, small, large, at.queue, at.joined + first)
  const sums = new Float64Array(k.memory.buffer, at.parts, 4 * 256).fill(0)
  k.partSums(at.joined + first, width, height, pitch, resident(weights), at.parts)
  return Array.from({ length: 256 }, (_, part) => [...sums.subarray(4 * part, 4 * part + 4)])
    .map(([pixels = 0, x = 0, y = 0, weight = 0]) => ({ pixels, x, y, weight }))
    .filter(({ pixels }) => pixels > 0)
}

interface Centre {
  x: number
  y: number
  l: number
  a: number
  b: number
}

/** A centre that has lost all its pixels gets none again. */
function meanOf([pixels = 0, x = 0, y = 0, l = 0, a = 0, b = 0]: Float64Array): Centre {
  const mean = (sum: number) => (pixels === 0 ? Number.NaN : sum / pixels)
  return { x: mean(x), y: mean(y), l: mean(l), a: mean(a), b: mean(b) }
}

const far = 1e30

/** Writes where centres are, what they add to distances by place, and which blocks their windows touch and cover. */
function place(k: Kernel, centres: readonly Centre[], { at, grid: { step, window }, size }: Placing): void {
  const floats = (from: number, length: number) => new Float32Array(k.memory.buffer, from, length)
  const middles = floats(at.middles, 5 * most).fill(0)
  for (const [i, { l, a, b, x, y }] of centres.entries()) {
    for (const [channel, value] of [l, a, b, x / step, y / step].entries()) middles[channel * most + i] = value
  }
  for (const side of [
    { axis: 'x', length: size.width, blocks: at.columns, places: at.across },
    { axis: 'y', length: size.height, blocks: at.rows, places: at.down },
  ] as const) {
    const count = Math.ceil(side.length / 8)
    const blocks = floats(side.blocks, 2 * most * count).fill(far)
    const places = floats(side.places, 8 * count * centres.length).fill(far)
    for (const [i, centre] of centres.entries()) {
      const middle = centre[side.axis]
      const from = Math.trunc(Math.max(middle - 2 * window[side.axis], 0))
      const end = Math.trunc(Math.min(middle + 2 * window[side.axis] + 1, side.length))
      for (let n = from; n < end; n++) places[8 * count * i + n] = ((middle - n) / step) ** 2
      for (let block = from >> 3; 8 * block < end; block++) {
        blocks[2 * most * block + i] = 0
        if (from <= 8 * block && end >= Math.min(side.length, 8 * block + 8)) blocks[2 * most * block + most + i] = 0
      }
    }
  }
}

interface Placing {
  at: Record<'middles' | 'columns' | 'rows' | 'across' | 'down', number>
  grid: Grid
  size: Size
}

import type { Size } from '../../image/box.ts'
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

/** The smallest and the largest value that a channel has anywhere. */
export function rangeOf(rgb: Uint8Array): [number, number] {
  const range = kernel().range(resident(rgb), rgb.length)
  return [range & 255, range >> 8]
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
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const pitch = 8 * Math.ceil(width / 8) + 16
  const map = pitch * (height + 2)
  const at = room(k, {
    ...{ tables: tables.byteLength, tiles: 768 * blocks, blocks: 48 * blocks, sums: 48 * most },
    ...{
      work: k.clustersRoom(width, height),
      map,
      queue: 4 * width * height,
      runs: 24 * width * height,
      parts: 32 * 256,
    },
  })
  new Float32Array(k.memory.buffer, at.tables, tables.length).set(tables)
  k.labBlocks(from, width, height, at.tables, scale, at.tiles, at.blocks)
  new Uint8Array(k.memory.buffer, at.map, map).fill(255)
  const labels = at.map + pitch + 8 // a frame lies around the first row and column

  const { centres, step, window } = grid
  new Float64Array(k.memory.buffer, at.sums, 6 * most).set(centres.flatMap(({ x, y }) => [1, x, y, 0, 0, 0]))
  k.clusters(
    ...([at.tiles, at.blocks, width, height, at.sums, centres.length, step, window.x, window.y] as const),
    ...([rounds, at.work, labels, pitch] as const),
  )

  const share = (width * height) / centres.length
  const [small, large] = [Math.trunc(0.5 * share), Math.trunc(3 * share)]
  k.joinParts(labels, width, height, pitch, small, large, at.queue, at.runs)
  const sums = new Float64Array(k.memory.buffer, at.parts, 4 * 256).fill(0)
  k.partSums(labels, width, height, pitch, resident(weights), at.parts)
  return Array.from({ length: 256 }, (_, part) => [...sums.subarray(4 * part, 4 * part + 4)])
    .map(([pixels = 0, x = 0, y = 0, weight = 0]) => ({ pixels, x, y, weight }))
    .filter(({ pixels }) => pixels > 0)
}

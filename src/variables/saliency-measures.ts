import type { Size } from '../image/box.ts'
import { evenParts } from './blocks.ts'
import type { Plane } from './kernel/resident.ts'
import { byteSums } from './kernel/saliency.ts'
import type { Row } from './registry/index.ts'

/**
 * What Athec says of a map of saliency in 256 steps: how much there is, in how many blocks, where its centre lies and what lies
 * around the lines of thirds. `registry/families/saliency-map.ts` has the columns, which begin with the map's name.
 * @param bytes the map; without one, or where it is nought, all is null
 */
export function mapVariables(name: string, bytes: Plane | null, { width, height }: Size): Row {
  const sums = bytes && byteSums(bytes, { width, height })
  const all = sums?.columns.reduce((total, sum) => total + sum, 0) ?? 0
  const row = sums && all > 0 ? measured(sums, { width, height }, all) : nothing
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [`${name}_${column}`, value]))
}

type Sums = ReturnType<typeof byteSums>

function measured(sums: Sums, { width, height }: Size, all: number) {
  const x = places(sums.columns) / all / width
  const y = places(sums.rows) / all / height
  const [thirdX, thirdY] = [toThird(x), toThird(y)]
  return {
    total: all / (width * height) / 255,
    block: blockShare(blockSums(sums, { width, height }, 10)),
    centre_x: x,
    centre_y: y,
    centre_distance_x: Math.abs(x - 0.5),
    centre_distance_y: Math.abs(y - 0.5),
    centre_distance: Math.hypot(x - 0.5, y - 0.5),
    thirds_x: thirdX,
    thirds_y: thirdY,
    thirds: Math.hypot(thirdX, thirdY),
    ...bands(sums, width, height, all),
  }
}

const nothing: Row = Object.fromEntries(
  [
    ...['total', 'block', 'centre_x', 'centre_y', 'centre_distance_x', 'centre_distance_y', 'centre_distance'],
    ...['thirds_x', 'thirds_y', 'thirds', 'band_left', 'band_right', 'band_upper', 'band_lower', 'band_vertical'],
    ...['band_horizontal', 'band_upper_left', 'band_upper_right', 'band_lower_left', 'band_lower_right'],
    'band_crossings',
  ].map((column) => [column, null]),
)

/** The sum of places, counted from 1, times what lies there. */
function places(sums: Float64Array): number {
  return sums.reduce((total, sum, i) => total + sum * (i + 1), 0)
}

function toThird(place: number): number {
  return Math.min(Math.abs(place - 1 / 3), Math.abs(place - 2 / 3))
}

/** Sums over blocks, so many a side, row by row; their sides differ by one pixel at most. */
export function blockSums(sums: Sums, { width, height }: Size, side: number): number[] {
  const [xs, ys] = [evenParts(width, side), evenParts(height, side)] as [number[], number[]]
  const list: number[] = []
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [x1 = 0, x2 = 0] = xs.slice(column, column + 2)
      const [y1 = 0, y2 = 0] = ys.slice(row, row + 2)
      list.push(x2 > x1 && y2 > y1 ? sums.within(x1, y1, x2, y2) : 0)
    }
  }
  return list
}

/** Share of blocks, the heaviest first, that hold 70 % of all. */
function blockShare(sums: readonly number[]): number {
  const sorted = sums.toSorted((a, b) => b - a)
  const enough = 0.7 * sorted.reduce((a, b) => a + b, 0)
  let held = 0
  const needed = sorted.findIndex((sum) => {
    held += sum
    return held >= enough
  })
  return (needed + 1) / sums.length
}

/** Shares of the saliency in bands around the lines of thirds, a twelfth of the side on either side of them. */
function bands(sums: Sums, width: number, height: number, total: number) {
  const edges = (length: number) =>
    [
      [Math.trunc(length / 4), Math.trunc((5 * length) / 12)],
      [Math.trunc((7 * length) / 12), Math.trunc((3 * length) / 4)],
    ] as const
  const within = (x1: number, x2: number, y1: number, y2: number) =>
    x2 > x1 && y2 > y1 ? sums.within(x1, y1, x2, y2) / total : 0
  const [[l1, l2], [r1, r2]] = edges(width)
  const [[u1, u2], [d1, d2]] = edges(height)
  const left = within(l1, l2, 0, height)
  const right = within(r1, r2, 0, height)
  const upper = within(0, width, u1, u2)
  const lower = within(0, width, d1, d2)
  const crossings = {
    band_upper_left: within(l1, l2, u1, u2),
    band_upper_right: within(r1, r2, u1, u2),
    band_lower_left: within(l1, l2, d1, d2),
    band_lower_right: within(r1, r2, d1, d2),
  }
  return {
    band_left: left,
    band_right: right,
    band_upper: upper,
    band_lower: lower,
    band_vertical: Math.max(left, right),
    band_horizontal: Math.max(upper, lower),
    ...crossings,
    band_crossings: Math.max(...Object.values(crossings)),
  }
}

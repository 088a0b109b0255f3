import { evenParts } from './blocks.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** Where the eye is drawn: the spectral residual's centre and spread, and how it lies to thirds and the middle. */
export function saliencyVariables({ saliency, width, height }: View): Row {
  if (!saliency) return Object.fromEntries(names.map((name) => [name, null]))
  const sums = sumsOf(saliency, width, height)
  if (sums.bytes === 0) return Object.fromEntries(names.map((name) => [name, null]))
  // Pixel centres: 0 is the left edge, 1 the right one.
  const x = (sums.x + 0.5 * sums.all) / sums.all / width
  const y = (sums.y + 0.5 * sums.all) / sums.all / height
  const comX = weighted(sums.columns) / sums.bytes / width
  const comY = weighted(sums.rows) / sums.bytes / height
  const [ver1, ver2] = [Math.abs(comX - 1 / 3), Math.abs(comX - 2 / 3)]
  const [hor1, hor2] = [Math.abs(comY - 1 / 3), Math.abs(comY - 2 / 3)]
  return {
    saliency_mean: sums.all / (width * height),
    saliency_x: x,
    saliency_y: y,
    saliency_spread_x: Math.sqrt(Math.max(0, sums.xx / sums.all - (sums.x / sums.all) ** 2)) / width,
    saliency_spread_y: Math.sqrt(Math.max(0, sums.yy / sums.all - (sums.y / sums.all) ** 2)) / height,
    saliency_total: sums.bytes / (width * height) / 255,
    saliency_block: blockShare(saliency, width, height),
    saliency_centre_distance_x: Math.abs(comX - 0.5),
    saliency_centre_distance_y: Math.abs(comY - 0.5),
    saliency_centre_distance: Math.hypot(comX - 0.5, comY - 0.5),
    saliency_thirds_x: Math.min(ver1, ver2),
    saliency_thirds_y: Math.min(hor1, hor2),
    saliency_thirds: Math.hypot(Math.min(ver1, ver2), Math.min(hor1, hor2)),
    ...bands(saliency, width, height, sums.bytes),
    balance_vertical: balance(sums.y / sums.all, height),
    balance_horizontal: balance(sums.x / sums.all, width),
    ...lines(x * width, y * height, width, height),
  }
}

const names = [
  ...['saliency_mean', 'saliency_x', 'saliency_y', 'saliency_spread_x', 'saliency_spread_y', 'saliency_total'],
  ...['saliency_block', 'saliency_centre_distance_x', 'saliency_centre_distance_y', 'saliency_centre_distance'],
  ...['saliency_thirds_x', 'saliency_thirds_y', 'saliency_thirds', 'saliency_band_left', 'saliency_band_right'],
  ...['saliency_band_upper', 'saliency_band_lower', 'saliency_band_vertical', 'saliency_band_horizontal'],
  ...['saliency_band_crossings', 'balance_vertical', 'balance_horizontal', 'diagonal_dominance', 'rule_of_thirds'],
]

/** Sums of the map as it is, and of the map times 255 without its fraction. */
function sumsOf(map: Float32Array, width: number, height: number) {
  const columns = new Float64Array(width)
  const rows = new Float64Array(height)
  let [all, x, y, xx, yy, bytes] = [0, 0, 0, 0, 0, 0]
  for (let row = 0, at = 0; row < height; row++) {
    let [sum, sumX, sumXX, sumBytes] = [0, 0, 0, 0]
    for (let column = 0; column < width; column++, at++) {
      const value = map[at] as number
      sum += value
      sumX += value * column
      sumXX += value * column * column
      const byte = (255 * value) | 0
      sumBytes += byte
      columns[column] = (columns[column] as number) + byte
    }
    all += sum
    x += sumX
    xx += sumXX
    y += sum * row
    yy += sum * row * row
    rows[row] = sumBytes
    bytes += sumBytes
  }
  return { all, x, y, xx, yy, bytes, columns, rows }
}

/** The sum of places, counted from 1, times what lies there. */
function weighted(sums: Float64Array): number {
  return sums.reduce((total, sum, i) => total + sum * (i + 1), 0)
}

/** Share of 10 x 10 blocks, the heaviest first, that hold 70 % of the saliency; heights of the blocks differ by one pixel at most. */
function blockShare(map: Float32Array, width: number, height: number): number {
  const [xs, ys] = [evenParts(width, 10), evenParts(height, 10)]
  const sums: number[] = []
  for (let row = 0; row < 10; row++) {
    for (let column = 0; column < 10; column++) {
      let sum = 0
      for (let y = ys[row] as number; y < (ys[row + 1] as number); y++) {
        for (let x = xs[column] as number; x < (xs[column + 1] as number); x++) {
          sum += (255 * (map[y * width + x] as number)) | 0
        }
      }
      sums.push(sum)
    }
  }
  sums.sort((a, b) => b - a)
  const enough = 0.7 * sums.reduce((a, b) => a + b, 0)
  let held = 0
  const needed = sums.findIndex((sum) => {
    held += sum
    return held >= enough
  })
  return (needed + 1) / 100
}

/** Shares of the saliency in bands around the lines of thirds, a twelfth of the side on either side of them. */
function bands(map: Float32Array, width: number, height: number, total: number) {
  const edges = (length: number) =>
    [
      [Math.trunc(length / 4), Math.trunc((5 * length) / 12)],
      [Math.trunc((7 * length) / 12), Math.trunc((3 * length) / 4)],
    ] as const
  const within = (x1: number, x2: number, y1: number, y2: number) => {
    let sum = 0
    for (let y = y1; y < y2; y++) for (let x = x1; x < x2; x++) sum += (255 * (map[y * width + x] as number)) | 0
    return sum / total
  }
  const [[l1, l2], [r1, r2]] = edges(width)
  const [[u1, u2], [d1, d2]] = edges(height)
  const left = within(l1, l2, 0, height)
  const right = within(r1, r2, 0, height)
  const upper = within(0, width, u1, u2)
  const lower = within(0, width, d1, d2)
  return {
    saliency_band_left: left,
    saliency_band_right: right,
    saliency_band_upper: upper,
    saliency_band_lower: lower,
    saliency_band_vertical: Math.max(left, right),
    saliency_band_horizontal: Math.max(upper, lower),
    saliency_band_crossings: Math.max(
      within(l1, l2, u1, u2),
      within(r1, r2, u1, u2),
      within(l1, l2, d1, d2),
      within(r1, r2, d1, d2),
    ),
  }
}

/** 1 in the middle, 0 at an edge. */
function balance(place: number, length: number): number {
  return 1 - Math.abs(place - length / 2) / (length / 2)
}

/** How near the salient centre is to a diagonal, and to one of the four points of thirds: 1 on it. */
function lines(x: number, y: number, width: number, height: number) {
  const diagonal = Math.hypot(width, height)
  const off = Math.min(Math.abs(height * x - width * y), Math.abs(height * x + width * y - width * height)) / diagonal
  const point = [1 / 3, 2 / 3].flatMap((a) => [1 / 3, 2 / 3].map((b) => Math.hypot(x - a * width, y - b * height)))
  return {
    diagonal_dominance: 1 - off / ((width * height) / diagonal),
    rule_of_thirds: Math.max(0, 1 - Math.min(...point) / (diagonal / 3)),
  }
}

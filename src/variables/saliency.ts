import type { Size } from '../image/box.ts'
import { evenParts } from './blocks.ts'
import { byteSums, mapSide, type SaliencyMap, type Taps } from './kernel/saliency.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** Where the eye is drawn: the spectral residual's centre and spread, and how it lies to thirds and the middle. */
export function saliencyVariables({ saliency, width, height, pixels }: View): Row {
  if (!saliency) return Object.fromEntries(names.map((name) => [name, null]))
  const sums = byteSums(saliency.bytes, { width, height })
  const bytes = sums.columns.reduce((total, sum) => total + sum, 0)
  if (bytes === 0) return Object.fromEntries(names.map((name) => [name, null]))
  const { all, x, y, xx, yy } = moments(saliency)
  const comX = weighted(sums.columns) / bytes / width
  const comY = weighted(sums.rows) / bytes / height
  const [ver1, ver2] = [Math.abs(comX - 1 / 3), Math.abs(comX - 2 / 3)]
  const [hor1, hor2] = [Math.abs(comY - 1 / 3), Math.abs(comY - 2 / 3)]
  return {
    saliency_mean: all / pixels,
    // Pixel centres: 0 is the left edge, 1 the right one.
    saliency_x: (x + 0.5) / width,
    saliency_y: (y + 0.5) / height,
    saliency_spread_x: Math.sqrt(Math.max(0, xx - x ** 2)) / width,
    saliency_spread_y: Math.sqrt(Math.max(0, yy - y ** 2)) / height,
    saliency_total: bytes / pixels / 255,
    saliency_block: blockShare(sums.within, width, height),
    saliency_centre_distance_x: Math.abs(comX - 0.5),
    saliency_centre_distance_y: Math.abs(comY - 0.5),
    saliency_centre_distance: Math.hypot(comX - 0.5, comY - 0.5),
    saliency_thirds_x: Math.min(ver1, ver2),
    saliency_thirds_y: Math.min(hor1, hor2),
    saliency_thirds: Math.hypot(Math.min(ver1, ver2), Math.min(hor1, hor2)),
    ...bands(sums, width, height, bytes),
    balance_vertical: balance(y, height),
    balance_horizontal: balance(x, width),
    ...lines(x + 0.5, y + 0.5, { width, height }),
  }
}

const names = [
  ...['saliency_mean', 'saliency_x', 'saliency_y', 'saliency_spread_x', 'saliency_spread_y', 'saliency_total'],
  ...['saliency_block', 'saliency_centre_distance_x', 'saliency_centre_distance_y', 'saliency_centre_distance'],
  ...['saliency_thirds_x', 'saliency_thirds_y', 'saliency_thirds', 'saliency_band_left', 'saliency_band_right'],
  ...['saliency_band_upper', 'saliency_band_lower', 'saliency_band_vertical', 'saliency_band_horizontal'],
  ...['saliency_band_crossings', 'balance_vertical', 'balance_horizontal', 'diagonal_dominance', 'rule_of_thirds'],
]

/**
 * The map's sum, and its mean place and mean squared place, in pixels from 0. The map is linear in its 64 x 64 cells, so these
 * follow from the cells and from what each weighs.
 */
function moments({ small, across, down }: SaliencyMap) {
  const [columns, rows] = [cellWeights(across), cellWeights(down)]
  let [all, x, y, xx, yy] = [0, 0, 0, 0, 0]
  for (let row = 0, at = 0; row < mapSide; row++) {
    let [sum, sumX, sumXX] = [0, 0, 0]
    for (let column = 0; column < mapSide; column++, at++) {
      const value = small[at] as number
      sum += value * (columns.count[column] as number)
      sumX += value * (columns.place[column] as number)
      sumXX += value * (columns.square[column] as number)
    }
    all += sum * (rows.count[row] as number)
    x += sumX * (rows.count[row] as number)
    xx += sumXX * (rows.count[row] as number)
    y += sum * (rows.place[row] as number)
    yy += sum * (rows.square[row] as number)
  }
  return { all, x: x / all, y: y / all, xx: xx / all, yy: yy / all }
}

/** What each of the 64 cells of an axis gives to all its pixels; the same times their places, and times their squares. */
function cellWeights({ first, next, share }: Taps) {
  const weights = {
    count: new Float64Array(mapSide),
    place: new Float64Array(mapSide),
    square: new Float64Array(mapSide),
  }
  for (let i = 0; i < first.length; i++) {
    const part = share[i] as number
    for (const [cell, weight] of [[first[i] as number, 1 - part] as const, [next[i] as number, part] as const]) {
      weights.count[cell] = (weights.count[cell] as number) + weight
      weights.place[cell] = (weights.place[cell] as number) + weight * i
      weights.square[cell] = (weights.square[cell] as number) + weight * i * i
    }
  }
  return weights
}

/** The sum of places, counted from 1, times what lies there. */
function weighted(sums: Float64Array): number {
  return sums.reduce((total, sum, i) => total + sum * (i + 1), 0)
}

type Within = (x1: number, y1: number, x2: number, y2: number) => number

/** Share of 10 x 10 blocks, the heaviest first, that hold 70 % of the saliency; heights of the blocks differ by one pixel at most. */
function blockShare(within: Within, width: number, height: number): number {
  const [xs, ys] = [evenParts(width, 10), evenParts(height, 10)] as [number[], number[]]
  const sums: number[] = []
  for (let row = 0; row < 10; row++) {
    for (let column = 0; column < 10; column++) {
      const [x1 = 0, x2 = 0] = xs.slice(column, column + 2)
      const [y1 = 0, y2 = 0] = ys.slice(row, row + 2)
      sums.push(x2 > x1 && y2 > y1 ? within(x1, y1, x2, y2) : 0)
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
function bands(sums: ReturnType<typeof byteSums>, width: number, height: number, total: number) {
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
export function lines(x: number, y: number, { width, height }: Size) {
  const diagonal = Math.hypot(width, height)
  const off = Math.min(Math.abs(height * x - width * y), Math.abs(height * x + width * y - width * height)) / diagonal
  const point = [1 / 3, 2 / 3].flatMap((a) => [1 / 3, 2 / 3].map((b) => Math.hypot(x - a * width, y - b * height)))
  return {
    diagonal_dominance: 1 - off / ((width * height) / diagonal),
    rule_of_thirds: Math.max(0, 1 - Math.min(...point) / (diagonal / 3)),
  }
}

import type { Size } from '../image/box.ts'
import { mapSide, type SaliencyMap, type Taps } from './kernel/saliency.ts'
import type { Row } from './registry/index.ts'
import { mapVariables } from './saliency-measures.ts'
import type { View } from './view.ts'

/** Where the eye is drawn: the spectral residual's centre and spread, and how it lies to thirds and the middle. */
export function saliencyVariables(view: View): Row {
  const { saliency, width, height, pixels } = view
  const measured = mapVariables('saliency', saliency?.bytes ?? null, view)
  if (!saliency || measured.saliency_total === null) return { ...measured, ...nothing }
  const { all, x, y, xx, yy } = moments(saliency)
  return {
    ...measured,
    saliency_mean: all / pixels,
    // Pixel centres: 0 is the left edge, 1 the right one.
    saliency_x: (x + 0.5) / width,
    saliency_y: (y + 0.5) / height,
    saliency_spread_x: Math.sqrt(Math.max(0, xx - x ** 2)) / width,
    saliency_spread_y: Math.sqrt(Math.max(0, yy - y ** 2)) / height,
    balance_vertical: balance(y, height),
    balance_horizontal: balance(x, width),
    ...lines(x + 0.5, y + 0.5, { width, height }),
  }
}

const nothing: Row = Object.fromEntries(
  [
    ...['saliency_mean', 'saliency_x', 'saliency_y', 'saliency_spread_x', 'saliency_spread_y'],
    ...['balance_vertical', 'balance_horizontal', 'diagonal_dominance', 'rule_of_thirds'],
  ].map((name) => [name, null]),
)

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

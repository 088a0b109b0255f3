import type { Size } from '../image/box.ts'
import type { Grid } from './kernel/weighted.ts'

const { max: largest, min: smallest } = Math

/**
 * The largest of three scales at every second place of the finest one. A coarser map is made twice as large by a filter that leaves a
 * quarter of it, as the authors' code of feature congestion does.
 * @param finest at every second place; @param half, @param quarter maps of half and a quarter of the size, at every place
 */
export function largestOfScales(finest: Grid, half: Grid, quarter: Grid): Grid {
  const once = bothWays(half, 1)
  const twice = bothWays(bothWays(quarter, 2), 1)
  const values = finest.values.slice()
  for (const coarse of [once, twice]) {
    for (let y = 0, i = 0; y < finest.height; y++) {
      for (let x = 0; x < finest.width; x++, i++) {
        values[i] = largest(values[i] as number, coarse.values[y * coarse.width + x] as number)
      }
    }
  }
  return { ...finest, values }
}

/** The same of maps that are smooth over many places, all at the places of the coarsest. */
export function largestOfSmoothScales(finest: Grid, half: Grid, quarter: Grid): Grid {
  const values = finest.values.map((value, i) => {
    return largest(value, (half.values[i] as number) / 4, (quarter.values[i] as number) / 16)
  })
  return { ...finest, values }
}

/** The mean over all places of a size of what is known at every `step`-th one: straight between them, and on beyond the last. */
export function meanEverywhere({ width, values }: Grid, size: Size, step: number): number {
  const [across, down] = [weightsOf(size.width, step), weightsOf(size.height, step)]
  let sum = 0
  for (let y = 0, i = 0; y < down.length; y++) {
    const weight = down[y] as number
    for (let x = 0; x < width; x++, i++) sum += (values[i] as number) * (across[x] as number) * weight
  }
  return sum / (size.width * size.height)
}

/** What each known place of a line counts for. */
function weightsOf(length: number, step: number): Float64Array {
  const weights = new Float64Array(Math.ceil(length / step))
  for (let place = 0; place < length; place++) {
    const left = largest(0, smallest(Math.floor(place / step), weights.length - 2))
    const part = weights.length === 1 ? 0 : place / step - left
    weights[left] = (weights[left] as number) + 1 - part
    if (part !== 0) weights[left + 1] = (weights[left + 1] as number) + part
  }
  return weights
}

/**
 * What the filter (1 5 8 5 1) / 20 makes of a map with noughts between its numbers: at the places of the numbers, or at those between
 * them, too.
 * @param factor 1, or 2: twice as large
 */
function bothWays(map: Grid, factor: 1 | 2): Grid {
  return across(across(map, factor), factor)
}

/** Along the rows; rows become columns. Beyond the ends is the mirror image of the line with its noughts, which has one at its end. */
function across({ width, height, values }: Grid, factor: 1 | 2): Grid {
  const wide = factor * width
  const turned = new Float32Array(wide * height)
  for (let y = 0; y < height; y++) {
    const row = values.subarray(y * width, (y + 1) * width)
    let before = row[smallest(1, width - 1)] as number
    let here = row[0] as number
    for (let x = 0, to = y; x < width; x++, to += factor * height) {
      const after = row[smallest(x + 1, width - 1)] as number
      turned[to] = 0.4 * here + 0.05 * (before + after)
      if (factor === 2) turned[to + height] = 0.25 * (here + after)
      before = here
      here = after
    }
  }
  return { width: height, height: wide, values: turned }
}

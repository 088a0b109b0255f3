import type { Size } from '../image/box.ts'
import type { Grid } from './kernel/weighted.ts'

const { max: largest, min: smallest } = Math

/**
 * The largest of three scales at every second place of the finest one. A coarser map is made twice as large by a filter that leaves a
 * quarter of it, as the authors' code of feature congestion does.
 * @param finest at every second place; @param half, @param quarter maps of half and a quarter of the size, at every place
 */
export function largestOfScales(finest: Grid, half: Grid, quarter: Grid): Grid {
  const [once, twice] = [atSamples(half), atSamples(doubled(quarter))]
  const values = finest.values.map((value, i) => {
    const x = i % finest.width
    const y = (i - x) / finest.width
    return largest(value, once.values[y * once.width + x] as number, twice.values[y * twice.width + x] as number)
  })
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
  const sum = values.reduce((all, value, i) => {
    const x = i % width
    return all + value * (across[x] as number) * (down[(i - x) / width] as number)
  }, 0)
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

/** What the filter (1 5 8 5 1) / 20 makes of a map with noughts between its numbers, at the places of the numbers. */
function atSamples(map: Grid): Grid {
  return bothWays(map, 1, (look, i) => 0.4 * look(i) + 0.05 * (look(i - 1) + look(i + 1)))
}

/** The same at all places: twice as large. */
function doubled(map: Grid): Grid {
  return bothWays(map, 2, (look, place) => {
    const i = place >> 1
    return place & 1 ? 0.25 * (look(i) + look(i + 1)) : 0.4 * look(i) + 0.05 * (look(i - 1) + look(i + 1))
  })
}

type Look = (index: number) => number

function bothWays(map: Grid, factor: number, at: (look: Look, place: number) => number): Grid {
  return across(across(map, factor, at), factor, at)
}

/** Along the rows; rows become columns. Beyond the ends is the mirror image of the line with its noughts, which has one at its end. */
function across({ width, height, values }: Grid, factor: number, at: (look: Look, place: number) => number): Grid {
  const wide = factor * width
  const turned = new Float32Array(wide * height)
  for (let y = 0; y < height; y++) {
    const look = (i: number) => values[y * width + smallest(i < 0 ? -i : i, width - 1)] as number
    for (let place = 0; place < wide; place++) turned[place * height + y] = at(look, place)
  }
  return { width: height, height: wide, values: turned }
}

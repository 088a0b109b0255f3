import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, sqrt } = Math
const farthest = sqrt(3) * 255

/** How halves mirror each other in colour, and how a figure differs from its ground. */
export function compositionVariables(view: View): Row {
  const { picture, width, height } = view
  return {
    colour_balance_vertical: mirroredRows(picture.rgb, width, height),
    colour_balance_horizontal: mirroredColumns(picture.rgb, width, height),
    ...figureGround(view),
  }
}

/** 1 less the mean distance in RGB of each pixel of the upper half to its mirror image below, over the largest possible. */
function mirroredRows(rgb: Uint8Array, width: number, height: number): number | null {
  const half = height >> 1
  if (half === 0) return null
  let sum = 0
  for (let y = 0; y < half; y++) {
    const other = 3 * width * (height - 1 - 2 * y)
    for (let at = 3 * width * y; at < 3 * width * (y + 1); at += 3) sum += distance(rgb, at, at + other)
  }
  return 1 - sum / (half * width) / farthest
}

function mirroredColumns(rgb: Uint8Array, width: number, height: number): number | null {
  const half = width >> 1
  if (half === 0) return null
  let sum = 0
  for (let y = 0; y < height; y++) {
    const row = 3 * width * y
    for (let x = 0; x < half; x++) sum += distance(rgb, row + 3 * x, row + 3 * (width - 1 - x))
  }
  return 1 - sum / (half * height) / farthest
}

function distance(rgb: Uint8Array, a: number, b: number): number {
  const r = (rgb[a] as number) - (rgb[b] as number)
  const g = (rgb[a + 1] as number) - (rgb[b + 1] as number)
  const blue = (rgb[a + 2] as number) - (rgb[b + 2] as number)
  return sqrt(r * r + g * g + blue * blue)
}

/** The figure is what is more than half as salient as the most salient pixel, on a scale that begins at the least. */
function figureGround({ saliency, edges, picture: { rgb }, pixels }: View) {
  if (!saliency) return { figure_size_difference: null, figure_colour_difference: null, figure_edge_difference: null }
  let [least, most] = [1, 0]
  for (let i = 0; i < saliency.length; i++) {
    const value = saliency[i] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  const threshold = least + 0.5 * (most - least)
  const sums = { figure: [0, 0, 0, 0, 0], ground: [0, 0, 0, 0, 0] } as { figure: Five; ground: Five }
  for (let i = 0, at = 0; i < pixels; i++, at += 3) {
    const part = (saliency[i] as number) > threshold ? sums.figure : sums.ground
    part[0]++
    part[1] += rgb[at] as number
    part[2] += rgb[at + 1] as number
    part[3] += rgb[at + 2] as number
    part[4] += edges[i] as number
  }
  const [figure, ground] = [meansOf(sums.figure), meansOf(sums.ground)]
  return {
    figure_size_difference: abs(sums.figure[0] - sums.ground[0]) / pixels,
    figure_colour_difference: Math.hypot(...[0, 1, 2].map((i) => at(figure, i) - at(ground, i))) / farthest,
    figure_edge_difference: abs(at(figure, 3) - at(ground, 3)),
  }
}

type Five = [number, number, number, number, number]

function meansOf([n, ...sums]: Five): number[] {
  return sums.map((sum) => (n === 0 ? 0 : sum / n))
}

function at(values: readonly number[], index: number): number {
  return values[index] as number
}

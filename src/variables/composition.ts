import { figureSumsOf, mirroredDistances } from './kernel/mirror.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, sqrt } = Math
const farthest = sqrt(3) * 255

/** How halves mirror each other in colour, and how a figure differs from its ground. */
export function compositionVariables(view: View): Row {
  const { picture, width, height } = view
  const { rows, columns } = mirroredDistances(picture.rgb, picture)
  const balance = (sum: number, pairs: number) => (pairs === 0 ? null : Math.max(0, 1 - sum / pairs / farthest))
  return {
    colour_balance_vertical: balance(rows, (height >> 1) * width),
    colour_balance_horizontal: balance(columns, (width >> 1) * height),
    ...figureGround(view),
  }
}

/** The figure is what is more than half as salient as the most salient pixel, on a scale that begins at the least. */
function figureGround({ saliency, edges, picture: { rgb }, pixels }: View) {
  if (!saliency) return { figure_size_difference: null, figure_colour_difference: null, figure_edge_difference: null }
  const marks = saliency.above(saliency.least + 0.5 * (saliency.most - saliency.least))
  const { marked, all } = figureSumsOf(rgb, marks, edges.plane)
  const figure = meansOf(marked)
  const ground = meansOf(all.map((sum, i) => sum - (marked[i] as number)))
  return {
    figure_size_difference: abs(2 * (marked[0] as number) - pixels) / pixels,
    figure_colour_difference: Math.hypot(...[0, 1, 2].map((i) => at(figure, i) - at(ground, i))) / farthest,
    figure_edge_difference: abs(at(figure, 3) - at(ground, 3)),
  }
}

/** Means of R, G, B and edges from their count and sums. */
function meansOf([n = 0, ...sums]: readonly number[]): number[] {
  return sums.map((sum) => (n === 0 ? 0 : sum / n))
}

function at(values: readonly number[], index: number): number {
  return values[index] as number
}

import { type Block, evenParts, floorParts, innerBlocks, innerOverAll, sixteenBlocks } from './blocks.ts'
import { moments } from './colour.ts'
import { detailOf, haarDetails, laplacianSumOf } from './kernel/detail.ts'
import { bytesOf, type Plane } from './kernel/resident.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, PI, sqrt } = Math

/** Sharpness and noise of the whole, and depth of field: the middle's sharpness over that of all. */
export function focusVariables(view: View): Row {
  return { ...sharpness(view), ...laplacians(view), ...depthOfField(view) }
}

function sharpness(view: View): Row {
  const { grey, width, height, pixels } = view
  const { sum, squares } = view.scan.laplacian
  const whole = { x1: 0, y1: 0, x2: width, y2: height }
  const blocks = width >= 4 && height >= 4 ? sixteenBlocks(view, evenParts) : []
  const inner = (of: (block: Block) => number) => (blocks.length === 0 ? null : innerOverAll(blocks.map(of)))
  const detail = detailOf(grey, width, height)
  const large = width > 2 && height > 2
  const noise = large ? detail.noiseSum() : 0
  return {
    sharpness_laplacian_sd: moments(pixels, sum, squares).sd,
    sharpness_local: detail.variationSd(shrunk(whole)),
    depth_of_field_laplacian: inner(detail.laplacianSd),
    depth_of_field_local: inner((block) => detail.variationSd(shrunk(block))),
    noise: large ? immerkaer(noise, width, height) : null,
    noise_padded: large ? immerkaer(noise + borderResponses(bytesOf(grey), width, height), width, height) : null,
  }
}

/** A block without its outermost pixels: maximum local variation leaves them out. */
function shrunk({ x1, y1, x2, y2 }: Block): Block {
  return { x1: x1 + 1, y1: y1 + 1, x2: x2 - 1, y2: y2 - 1 }
}

/** Mean absolute value of the 8-neighbour Laplacian over 8, inside the borders, of two greys. */
function laplacians(view: View): Row {
  const { width, height } = view
  if (width < 3 || height < 3) return { laplacian_mean: null, laplacian_mean_products: null }
  const { products, rounded } = view.matlabGreys
  const inside = 8 * (width - 2) * (height - 2)
  return {
    laplacian_mean: laplacianSumOf(rounded, view) / inside,
    laplacian_mean_products: laplacianSumOf(products, view) / inside,
  }
}

/** Standard deviation of noise (Immerkær 1996) from the summed response to the difference of two Laplacians. */
function immerkaer(sum: number, width: number, height: number): number {
  return (sqrt(PI / 2) * sum) / (6 * (width - 2) * (height - 2))
}

/**
 * What the response adds up to on the border and one pixel beyond it, over black padding. It is a second difference both ways: of
 * the line across which it is taken, so that a line has three levels a place to be read.
 */
function borderResponses(grey: Uint8Array, width: number, height: number): number {
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (grey[y * width + x] as number)
  let sum = 0
  for (const y of [-1, 0, height - 1, height]) {
    sum += secondDifferences(-1, width, (x) => at(x, y - 1) - 2 * at(x, y) + at(x, y + 1))
  }
  for (const x of [-1, 0, width - 1, width]) {
    sum += secondDifferences(1, height - 2, (y) => at(x - 1, y) - 2 * at(x, y) + at(x + 1, y))
  }
  return sum
}

/** The sum of their absolute values from one place to another. */
function secondDifferences(first: number, last: number, line: (place: number) => number): number {
  let [before, here, sum] = [line(first - 1), line(first), 0]
  for (let place = first; place <= last; place++) {
    const after = line(place + 1)
    sum += abs(before - 2 * here + after)
    before = here
    here = after
  }
  return sum
}

/** Share of the Haar wavelet's details (one level, a cell at a time) that lies in the four cells in the middle. */
function depthOfField({ hsv, width, height }: View): Row {
  const cells = width < 4 || height < 4 ? [] : sixteenBlocks({ width, height }, floorParts)
  const inside = (plane: Plane) => {
    const sums = haarDetails(plane, width, cells)
    const all = sums.reduce((total, sum) => total + sum, 0)
    return all === 0 ? null : innerBlocks.reduce((total, i) => total + (sums[i] as number), 0) / all
  }
  return {
    depth_of_field_hue: inside(hsv.hue),
    depth_of_field_saturation: inside(hsv.saturation),
    depth_of_field_value: inside(hsv.value),
  }
}

import { type Block, evenParts, floorParts, innerBlocks, innerOverAll, sixteenBlocks } from './blocks.ts'
import { mirrored } from './blur.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, max, min, sqrt } = Math

/** Sharpness and noise of the whole, and depth of field: the middle's sharpness over that of all. */
export function focusVariables(view: View): Row {
  const { grey, width, height, hsv, picture } = view
  const whole = { x1: 0, y1: 0, x2: width, y2: height }
  const blocks = width >= 4 && height >= 4 ? sixteenBlocks(view, evenParts) : []
  const variation = localVariation(grey, width, height)
  const inner = (sharpness: (block: Block) => number) =>
    blocks.length === 0 ? null : innerOverAll(blocks.map(sharpness))
  const large = width > 2 && height > 2
  return {
    sharpness_laplacian_sd: laplacianSd(grey, width, whole),
    sharpness_local: innerSd(variation, width, whole),
    laplacian_mean: large ? laplacianMean(roundedGrey(picture.rgb), width, height) : null,
    laplacian_mean_products: large ? laplacianMean(productGrey(picture.rgb), width, height) : null,
    noise: large ? immerkaer(grey, width, height, 1) : null,
    noise_padded: large ? immerkaer(grey, width, height, -1) : null,
    depth_of_field_laplacian: inner((block) => laplacianSd(grey, width, block)),
    depth_of_field_local: inner((block) => innerSd(variation, width, block)),
    depth_of_field_hue: haarInside(hsv.hue, width, height),
    depth_of_field_saturation: haarInside(hsv.saturation, width, height),
    depth_of_field_value: haarInside(hsv.value, width, height),
  }
}

/** Population standard deviation of the 4-neighbour Laplacian within a block, its borders mirrored (REFLECT_101). */
function laplacianSd(grey: Uint8Array, width: number, { x1, y1, x2, y2 }: Block): number {
  let [sum, squares] = [0, 0]
  const [columns, rows] = [x2 - x1, y2 - y1]
  for (let y = 0; y < rows; y++) {
    const at = (y1 + y) * width + x1
    const up = (y1 + mirrored(y - 1, rows)) * width + x1
    const down = (y1 + mirrored(y + 1, rows)) * width + x1
    for (let x = 0; x < columns; x++) {
      const left = x > 0 ? x - 1 : columns > 1 ? 1 : 0
      const right = x < columns - 1 ? x + 1 : columns > 1 ? columns - 2 : 0
      const value =
        (grey[up + x] as number) +
        (grey[down + x] as number) +
        (grey[at + left] as number) +
        (grey[at + right] as number) -
        4 * (grey[at + x] as number)
      sum += value
      squares += value * value
    }
  }
  const n = columns * rows
  return sqrt(max(0, squares / n - (sum / n) ** 2))
}

/** Population standard deviation of the local variation within a block, its outermost pixels left out. */
function innerSd(variation: Uint8Array, width: number, { x1, y1, x2, y2 }: Block): number {
  if (x2 - x1 < 3 || y2 - y1 < 3) return 0
  let [sum, squares] = [0, 0]
  for (let y = y1 + 1; y < y2 - 1; y++) {
    for (let at = y * width + x1 + 1; at < y * width + x2 - 1; at++) {
      const value = variation[at] as number
      sum += value
      squares += value * value
    }
  }
  const n = (x2 - x1 - 2) * (y2 - y1 - 2)
  return sqrt(max(0, squares / n - (sum / n) ** 2))
}

/**
 * Local variation (Bahrami & Kot 2014): the largest difference of a pixel to its 8 neighbours, 0 at the borders. Largest and
 * smallest of three above each other first, then of three of those.
 */
function localVariation(grey: Uint8Array, width: number, height: number): Uint8Array {
  const variation = new Uint8Array(grey.length)
  const highs = new Uint8Array(width)
  const lows = new Uint8Array(width)
  for (let y = 1; y < height - 1; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) {
      const a = grey[row - width + x] as number
      const b = grey[row + x] as number
      const c = grey[row + width + x] as number
      const low = min(a, b)
      const high = max(a, b)
      highs[x] = max(c, high)
      lows[x] = min(c, low)
    }
    for (let x = 1; x < width - 1; x++) {
      let high = highs[x] as number
      if ((highs[x - 1] as number) > high) high = highs[x - 1] as number
      if ((highs[x + 1] as number) > high) high = highs[x + 1] as number
      let low = lows[x] as number
      if ((lows[x - 1] as number) < low) low = lows[x - 1] as number
      if ((lows[x + 1] as number) < low) low = lows[x + 1] as number
      const centre = grey[row + x] as number
      variation[row + x] = max(high - centre, centre - low)
    }
  }
  return variation
}

/** Mean absolute value of the 8-neighbour Laplacian over 8, inside the borders. */
function laplacianMean(grey: Uint8Array, width: number, height: number): number {
  let sum = 0
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const around =
        (grey[at - width - 1] as number) +
        (grey[at - width] as number) +
        (grey[at - width + 1] as number) +
        (grey[at - 1] as number) +
        (grey[at + 1] as number) +
        (grey[at + width - 1] as number) +
        (grey[at + width] as number) +
        (grey[at + width + 1] as number)
      sum += abs(8 * (grey[at] as number) - around)
    }
  }
  return sum / 8 / ((width - 2) * (height - 2))
}

/** The luma of YIQ with six digits, rounded. */
function roundedGrey(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] =
      0.298936 * (rgb[at] as number) + 0.587043 * (rgb[at + 1] as number) + 0.114021 * (rgb[at + 2] as number) + 0.5
  }
  return grey
}

/** 0.299 R + 0.587 G + 0.114 B, each product rounded. */
function productGrey(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] =
      ((0.299 * (rgb[at] as number) + 0.5) | 0) +
      ((0.587 * (rgb[at + 1] as number) + 0.5) | 0) +
      ((0.114 * (rgb[at + 2] as number) + 0.5) | 0)
  }
  return grey
}

/**
 * Standard deviation of noise (Immerkær 1996): mean absolute response to the difference of two Laplacians.
 * @param border 1: inside the borders, as the paper; -1: over black padding, one pixel beyond every border
 */
function immerkaer(grey: Uint8Array, width: number, height: number, border: 1 | -1): number {
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (grey[y * width + x] as number)
  const response = (x: number, y: number) =>
    abs(
      at(x - 1, y - 1) -
        2 * at(x, y - 1) +
        at(x + 1, y - 1) -
        2 * at(x - 1, y) +
        4 * at(x, y) -
        2 * at(x + 1, y) +
        at(x - 1, y + 1) -
        2 * at(x, y + 1) +
        at(x + 1, y + 1),
    )
  let sum = 0
  for (let y = border; y < height - border; y++) {
    const inside = y > 0 && y < height - 1
    for (let x = border; x < width - border; x++) {
      if (!inside || x < 1 || x > width - 2) {
        sum += response(x, y)
        continue
      }
      const here = y * width + x
      sum += abs(
        (grey[here - width - 1] as number) -
          2 * (grey[here - width] as number) +
          (grey[here - width + 1] as number) -
          2 * (grey[here - 1] as number) +
          4 * (grey[here] as number) -
          2 * (grey[here + 1] as number) +
          (grey[here + width - 1] as number) -
          2 * (grey[here + width] as number) +
          (grey[here + width + 1] as number),
      )
    }
  }
  return (sqrt(Math.PI / 2) * sum) / (6 * (width - 2) * (height - 2))
}

/** Share of the Haar wavelet's details (one level, a cell at a time) that lies in the four cells in the middle. */
function haarInside(plane: Uint8Array, width: number, height: number): number | null {
  if (width < 4 || height < 4) return null
  const sums = sixteenBlocks({ width, height }, floorParts).map((cell) => haarDetails(plane, width, cell))
  const all = sums.reduce((total, sum) => total + sum, 0)
  return all === 0 ? null : innerBlocks.reduce((total, i) => total + (sums[i] as number), 0) / all
}

/** Sum of |LH| + |HL| + |HH|; an odd last row or column is taken twice. */
function haarDetails(plane: Uint8Array, width: number, { x1, y1, x2, y2 }: Block): number {
  let sum = 0
  for (let y = y1; y < y2; y += 2) {
    const next = (y + 1 < y2 ? y + 1 : y) * width
    for (let x = x1; x < x2; x += 2) {
      const beside = x + 1 < x2 ? x + 1 : x
      const a = plane[y * width + x] as number
      const b = plane[y * width + beside] as number
      const c = plane[next + x] as number
      const d = plane[next + beside] as number
      sum += abs(a + b - c - d) + abs(a - b + c - d) + abs(a - b - c + d)
    }
  }
  return sum / 2
}

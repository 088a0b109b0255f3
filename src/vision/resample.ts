import type { Size } from '../image/box.ts'

/** A part of a picture in whole px; it may reach beyond its edges. */
export interface Part extends Size {
  x: number
  y: number
}

/** Where planes R, G and B of a tensor are written: the first number, the length of a row, that of a plane. */
export interface Planes {
  data: Float32Array
  at: number
  stride: number
  plane: number
}

/** What lies outside of the picture. */
const grey = 114

/**
 * Writes a part of a picture at another size as planes of 0-255. Each px is the mean of the area that it covers where the part is
 * larger than the target, bilinear where it is smaller; what lies outside of the picture is grey.
 */
export function resample(picture: Size & { rgb: Uint8Array }, part: Part, target: Size, planes: Planes): void {
  const { data, at, stride, plane } = planes
  const columns = tapsOf({ from: part.x, size: part.width, target: target.width, limit: picture.width })
  const rows = tapsOf({ from: part.y, size: part.height, target: target.height, limit: picture.height })
  const line = new Float32Array(3 * target.width)
  const sums = new Float32Array(3 * target.width)
  let lineAt = -1
  for (let row = 0; row < target.height; row++) {
    sums.fill(grey * (rows.outside[row] as number))
    const end = rows.first[row + 1] as number
    for (let tap = rows.first[row] as number; tap < end; tap++) {
      const source = rows.index[tap] as number
      if (source !== lineAt) squeeze(picture.rgb, 3 * source * picture.width, columns, line)
      lineAt = source
      const weight = rows.weight[tap] as number
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + weight * (line[i] as number)
    }
    for (let column = 0, i = 0, to = at + row * stride; column < target.width; column++, to++) {
      data[to] = sums[i++] as number
      data[to + plane] = sums[i++] as number
      data[to + 2 * plane] = sums[i++] as number
    }
  }
}

/** For each px of the target: which px of the picture it is made of, and with which weights; `outside`: the weight of what is not there. */
interface Taps {
  first: Int32Array
  index: Int32Array
  weight: Float32Array
  outside: Float32Array
}

function tapsOf({ from, size, target, limit }: { from: number; size: number; target: number; limit: number }): Taps {
  const scale = size / target
  const most = target * (Math.ceil(scale) + 2)
  const taps: Taps = {
    first: new Int32Array(target + 1),
    index: new Int32Array(most),
    weight: new Float32Array(most),
    outside: new Float32Array(target),
  }
  let count = 0
  for (let i = 0; i < target; i++) {
    taps.first[i] = count
    // Bilinear is the mean over one px of the picture about the place; px beyond the part's edge repeat, as OpenCV does.
    const centre = (i + 0.5) * scale
    const start = scale > 1 ? i * scale : centre - 0.5
    const end = scale > 1 ? (i + 1) * scale : centre + 0.5
    for (let px = Math.floor(start); px < end - 1e-9; px++) {
      const weight = (Math.min(end, px + 1) - Math.max(start, px)) / (end - start)
      if (weight <= 1e-9) continue
      const source = from + Math.min(size - 1, Math.max(0, px))
      if (source < 0 || source >= limit) {
        taps.outside[i] = (taps.outside[i] as number) + weight
        continue
      }
      taps.index[count] = source
      taps.weight[count++] = weight
    }
  }
  taps.first[target] = count
  return taps
}

/** One row of the picture, squeezed or stretched to the target's width. */
function squeeze(rgb: Uint8Array, row: number, { first, index, weight, outside }: Taps, line: Float32Array): void {
  for (let column = 0; column < outside.length; column++) {
    const rest = grey * (outside[column] as number)
    let [red, green, blue] = [rest, rest, rest]
    const end = first[column + 1] as number
    for (let tap = first[column] as number; tap < end; tap++) {
      const at = row + 3 * (index[tap] as number)
      const w = weight[tap] as number
      red += w * (rgb[at] as number)
      green += w * (rgb[at + 1] as number)
      blue += w * (rgb[at + 2] as number)
    }
    line[3 * column] = red
    line[3 * column + 1] = green
    line[3 * column + 2] = blue
  }
}

import type { Size } from '../image/box.ts'

/** A picture in the top-left corner of a model's input, and how to get back: original = input / scale. */
export interface Letterbox {
  /** Input px a picture px. */
  scale: number
  /** The part of the input that the picture covers. */
  width: number
  height: number
}

/** The largest fit of a picture in an input; sizes are truncated, as YOLOX does. */
export function fitInside(picture: Size, input: Size, largestScale = Number.POSITIVE_INFINITY): Letterbox {
  const scale = Math.min(input.height / picture.height, input.width / picture.width, largestScale)
  return {
    scale,
    width: Math.max(1, Math.floor(picture.width * scale)),
    height: Math.max(1, Math.floor(picture.height * scale)),
  }
}

/** Where the two taps of each output column (or row) lie, and the weight of the second in 1/2048. */
interface Taps {
  first: Int32Array
  second: Int32Array
  weight: Int32Array
}

/**
 * Makes a function that writes pictures into one planar BGR float tensor of 0-255, `1 x 3 x height x width`: two-tap bilinear
 * without antialiasing, in the fixed-point arithmetic of OpenCV's `resize(INTER_LINEAR)` on 8 bits, the rest filled with `pad`.
 * The tensor is written anew for each picture.
 */
export function letterboxer(input: Size, pad: number, largestScale?: number) {
  const plane = input.width * input.height
  const tensor = new Float32Array(3 * plane).fill(pad)
  let last: (Size & { box: Letterbox; columns: Taps; rows: Taps }) | null = null
  let upper: Int32Array<ArrayBufferLike> = new Int32Array(3 * input.width)
  let lower: Int32Array<ArrayBufferLike> = new Int32Array(3 * input.width)

  function plan(picture: Size) {
    if (last?.width === picture.width && last.height === picture.height) return last
    const box = fitInside(picture, input, largestScale)
    if (last && (last.box.width > box.width || last.box.height > box.height)) tensor.fill(pad)
    const columns = taps(picture.width, box.width, 3)
    last = { width: picture.width, height: picture.height, box, columns, rows: taps(picture.height, box.height, 1) }
    return last
  }

  return {
    tensor,
    write(picture: Size & { rgb: Uint8Array }): Letterbox {
      const { box, columns, rows } = plan(picture)
      const stride = 3 * picture.width
      let upperRow = -1
      let lowerRow = -1
      for (let y = 0; y < box.height; y++) {
        const first = rows.first[y] as number
        const second = rows.second[y] as number
        if (first !== upperRow) {
          ;[upper, lower, upperRow, lowerRow] = [lower, upper, lowerRow, upperRow]
          if (first !== upperRow) stretch(picture.rgb, first * stride, columns, box.width, upper)
          upperRow = first
        }
        if (second !== lowerRow) stretch(picture.rgb, second * stride, columns, box.width, lower)
        lowerRow = second
        blend(upper, lower, rows.weight[y] as number, tensor, y * input.width, plane, box.width)
      }
      return box
    },
  }
}

function taps(from: number, to: number, step: number): Taps {
  const first = new Int32Array(to)
  const second = new Int32Array(to)
  const weight = new Int32Array(to)
  for (let i = 0; i < to; i++) {
    const at = Math.fround((i + 0.5) * (1 / (to / from)) - 0.5)
    const floor = Math.floor(at)
    const inside = floor >= 0 && floor < from - 1
    first[i] = step * Math.min(Math.max(floor, 0), from - 1)
    second[i] = inside ? (first[i] as number) + step : (first[i] as number)
    weight[i] = inside ? roundHalfToEven(Math.fround(at - floor) * 2048) : 0
  }
  return { first, second, weight }
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return value - Math.floor(value) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/** One row of the picture at the width of the input, times 2048; channels stay interleaved. */
function stretch(rgb: Uint8Array, row: number, { first, second, weight }: Taps, width: number, out: Int32Array): void {
  for (let x = 0, to = 0; x < width; x++, to += 3) {
    const a = row + (first[x] as number)
    const b = row + (second[x] as number)
    const w = weight[x] as number
    const v = 2048 - w
    out[to] = (rgb[a] as number) * v + (rgb[b] as number) * w
    out[to + 1] = (rgb[a + 1] as number) * v + (rgb[b + 1] as number) * w
    out[to + 2] = (rgb[a + 2] as number) * v + (rgb[b + 2] as number) * w
  }
}

/** Two such rows to one row of the tensor, planes in the order blue, green, red. */
function blend(
  upper: Int32Array,
  lower: Int32Array,
  w: number,
  out: Float32Array,
  row: number,
  plane: number,
  width: number,
) {
  const v = 2048 - w
  const green = row + plane
  const blue = row
  const red = green + plane
  for (let x = 0, from = 0; x < width; x++, from += 3) {
    out[red + x] =
      (((((upper[from] as number) >> 4) * v) >> 16) + ((((lower[from] as number) >> 4) * w) >> 16) + 2) >> 2
    out[green + x] =
      (((((upper[from + 1] as number) >> 4) * v) >> 16) + ((((lower[from + 1] as number) >> 4) * w) >> 16) + 2) >> 2
    out[blue + x] =
      (((((upper[from + 2] as number) >> 4) * v) >> 16) + ((((lower[from + 2] as number) >> 4) * w) >> 16) + 2) >> 2
  }
}

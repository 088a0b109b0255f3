import type { Size } from '../image/box.ts'
import { openKernel, type ResizeKernel, reserve } from './kernel/module.ts'

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

/** What AssemblyScript itself keeps is below. */
const free = 4096

/**
 * Makes a function that writes pictures into one planar BGR float tensor of 0-255, `1 x 3 x height x width`: two-tap bilinear
 * without antialiasing, in the fixed-point arithmetic of OpenCV's `resize(INTER_LINEAR)` on 8 bits, the rest filled with `pad`.
 * The tensor is written anew for each picture.
 */
export function letterboxer(input: Size, pad: number, largestScale?: number) {
  const plane = input.width * input.height
  const kernel = openKernel()
  const columnTaps = free + 12 * plane
  const rowRoom = 16 * input.width
  const rows = [columnTaps + 12 * input.width, columnTaps + 12 * input.width + rowRoom] as const
  const source = rows[1] + rowRoom
  reserve(kernel, source)
  let views = viewsOf(kernel, plane)
  views.tensor.fill(pad)
  let last: (Size & { box: Letterbox; rowTaps: Taps }) | null = null

  function plan(picture: Size) {
    if (last?.width === picture.width && last.height === picture.height) return last
    reserve(kernel, source + 3 * picture.width + 16)
    views = viewsOf(kernel, plane)
    const box = fitInside(picture, input, largestScale)
    if (last && (last.box.width > box.width || last.box.height > box.height)) views.tensor.fill(pad)
    writeColumnTaps(new Int32Array(views.bytes.buffer, columnTaps), taps(picture.width, box.width))
    last = { width: picture.width, height: picture.height, box, rowTaps: taps(picture.height, box.height) }
    return last
  }

  return {
    get tensor(): Float32Array {
      return views.tensor
    },
    write(picture: Size & { rgb: Uint8Array }): Letterbox {
      const { box, rowTaps } = plan(picture)
      const stride = 3 * picture.width
      let [upper, lower] = rows
      let [upperRow, lowerRow] = [-1, -1]
      const stretchRow = (row: number, out: number) => {
        views.bytes.set(picture.rgb.subarray(row * stride, (row + 1) * stride), source)
        kernel.stretch(source, columnTaps, box.width, out)
        return row
      }
      for (let y = 0; y < box.height; y++) {
        const first = rowTaps.first[y] as number
        const second = rowTaps.second[y] as number
        if (first !== upperRow) {
          ;[upper, lower, upperRow, lowerRow] = [lower, upper, lowerRow, upperRow]
          if (first !== upperRow) upperRow = stretchRow(first, upper)
        }
        const weight = rowTaps.weight[y] as number
        if (weight > 0 && second !== lowerRow) lowerRow = stretchRow(second, lower)
        const blue = free + 4 * y * input.width
        kernel.blend(upper, lower, weight, box.width, blue, blue + 4 * plane, blue + 8 * plane)
      }
      return box
    },
  }
}

function viewsOf({ memory }: ResizeKernel, plane: number) {
  return { tensor: new Float32Array(memory.buffer, free, 3 * plane), bytes: new Uint8Array(memory.buffer) }
}

function writeColumnTaps(out: Int32Array, { first, second, weight }: Taps): void {
  for (let i = 0; i < first.length; i++) {
    const w = weight[i] as number
    out.set([3 * (first[i] as number), 3 * (second[i] as number), (2048 - w) | (w << 16)], 3 * i)
  }
}

function taps(from: number, to: number): Taps {
  const first = new Int32Array(to)
  const second = new Int32Array(to)
  const weight = new Int32Array(to)
  for (let i = 0; i < to; i++) {
    const at = Math.fround((i + 0.5) * (1 / (to / from)) - 0.5)
    const floor = Math.floor(at)
    const inside = floor >= 0 && floor < from - 1
    first[i] = Math.min(Math.max(floor, 0), from - 1)
    second[i] = inside ? floor + 1 : (first[i] as number)
    weight[i] = inside ? roundHalfToEven(Math.fround(at - floor) * 2048) : 0
  }
  return { first, second, weight }
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return value - Math.floor(value) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

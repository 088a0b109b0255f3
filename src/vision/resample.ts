import type { Size } from '../image/box.ts'
import { openKernel, type ResizeKernel, reserve } from './kernel/module.ts'

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
  const left = Math.min(picture.width, Math.max(0, part.x))
  const bytes = 3 * (Math.min(picture.width, Math.max(left, part.x + part.width)) - left)
  const { kernel, row, sums, first, taps, rest, out } = placesFor(bytes, columns)
  const { buffer } = kernel.memory
  writeColumns({ ...columns, left }, buffer, { first, taps, rest })
  const source = new Uint8Array(buffer, row, bytes)
  const ofRows = new Float32Array(buffer, sums, bytes)
  const written = [0, 1, 2].map((channel) => {
    const from = out + 4 * channel * target.width
    return { from, values: new Float32Array(buffer, from, target.width) }
  }) as [Written, Written, Written]
  const [red, green, blue] = written
  for (let y = 0; y < target.height; y++) {
    ofRows.fill(grey * (rows.outside[y] as number))
    const end = rows.first[y + 1] as number
    for (let tap = rows.first[y] as number; tap < end; tap++) {
      const from = 3 * ((rows.index[tap] as number) * picture.width + left)
      source.set(picture.rgb.subarray(from, from + bytes))
      kernel.addRow(row, bytes, rows.weight[tap] as number, sums)
    }
    kernel.addColumns(sums, target.width, first, taps, rest, red.from, green.from, blue.from)
    for (const [channel, { values }] of written.entries()) data.set(values, at + y * stride + channel * plane)
  }
}

/** A row of the target in the kernel's memory. */
interface Written {
  from: number
  values: Float32Array
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

/** What AssemblyScript itself keeps is below. */
const free = 4096
/** The kernel reads and writes up to so many bytes beyond a row. */
const slack = 64

let shared: ResizeKernel | null = null

/** Addresses for a row of so many bytes and columns with so many taps. */
function placesFor(bytes: number, { outside, index }: Taps) {
  shared ??= openKernel()
  let end = free
  const take = (size: number) => {
    const start = end
    end += Math.ceil((size + slack) / 16) * 16
    return start
  }
  const [row, sums] = [take(bytes), take(4 * bytes)]
  const [first, taps, rest] = [take(4 * (outside.length + 1)), take(8 * index.length), take(4 * outside.length)]
  const out = take(3 * 4 * outside.length)
  reserve(shared, end)
  return { kernel: shared, row, sums, first, taps, rest, out }
}

function writeColumns(
  { first, index, weight, outside, left }: Taps & { left: number },
  buffer: ArrayBuffer,
  at: { first: number; taps: number; rest: number },
): void {
  new Int32Array(buffer, at.first, first.length).set(first)
  const [places, weights] = [new Int32Array(buffer, at.taps), new Float32Array(buffer, at.taps)]
  for (let tap = 0; tap < (first.at(-1) as number); tap++) {
    places[2 * tap] = 12 * ((index[tap] as number) - left)
    weights[2 * tap + 1] = weight[tap] as number
  }
  const rest = new Float32Array(buffer, at.rest, outside.length)
  for (const [i, share] of outside.entries()) rest[i] = grey * share
}

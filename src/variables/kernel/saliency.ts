import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { keep, type Plane, resident, room } from './resident.ts'

/** Saliency is reckoned on so many cells a side. */
export const mapSide = 64

/** A map of saliency, as large as its picture. */
export interface SaliencyMap {
  /** The 64 x 64 values it is made from, from 0 to 1. */
  small: Float64Array
  /** For each column and each row of the picture: the two cells that it lies between, and the second's share. */
  across: Taps
  down: Taps
  /** 255 times each pixel's value, its fraction cut off. */
  bytes: Plane
  least: number
  most: number
  /** 255 for each pixel whose value is above a threshold, else 0. */
  above(threshold: number): Plane
}

export interface Taps {
  first: Uint8Array
  next: Uint8Array
  share: Float64Array
}

/** Makes 64 x 64 values as large as the picture: bilinear at pixel centres, single precision, as OpenCV's INTER_LINEAR. */
export function enlarged(small: Float64Array, { width, height }: Size): SaliencyMap {
  const [across, down] = [tapsOf(width), tapsOf(height)]
  const line = 16 * Math.ceil(width / 16)
  const rows = widened(small, across, line)
  const pixels = width * height
  const run = <T>(work: (at: Record<'rows' | 'taps' | 'limits', number>) => T): T => {
    const k = kernel()
    const at = room(k, { rows: rows.byteLength, taps: 16 * height, limits: 8 })
    const { buffer } = k.memory
    new Float32Array(buffer, at.rows, rows.length).set(rows)
    const words = new Uint32Array(buffer, at.taps, 4 * height)
    const shares = new Float32Array(buffer, at.taps, 4 * height)
    for (let y = 0; y < height; y++) {
      words[4 * y] = down.first[y] as number
      words[4 * y + 1] = down.next[y] as number
      shares[4 * y + 2] = down.share[y] as number
    }
    return work(at)
  }
  const bytes = keep(pixels)
  return run((at) => {
    kernel().enlarge(at.rows, 4 * line, at.taps, width, height, bytes.at, at.limits)
    const [least = 0, most = 0] = new Float32Array(kernel().memory.buffer, at.limits, 2)
    const above = (threshold: number) => {
      const marks = keep(pixels)
      run((again) => kernel().markAbove(again.rows, 4 * line, again.taps, width, height, threshold, marks.at))
      return marks
    }
    return { small, across, down, bytes, least, most, above }
  })
}

/** Each of the 64 rows as wide as the picture; what is beyond its end repeats its last value. */
function widened(small: Float64Array, { first, next, share }: Taps, line: number): Float32Array {
  const rows = new Float32Array(mapSide * line)
  for (let y = 0; y < mapSide; y++) {
    const from = y * mapSide
    const to = y * line
    for (let x = 0; x < first.length; x++) {
      const left = small[from + (first[x] as number)] as number
      const right = small[from + (next[x] as number)] as number
      rows[to + x] = left + (share[x] as number) * (right - left)
    }
    rows.fill(rows[to + first.length - 1] as number, to + first.length, to + line)
  }
  return rows
}

function tapsOf(size: number): Taps {
  const first = new Uint8Array(size)
  const next = new Uint8Array(size)
  const share = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const place = Math.min(mapSide - 1, Math.max(0, ((i + 0.5) * mapSide) / size - 0.5))
    first[i] = Math.floor(place)
    next[i] = Math.min(mapSide - 1, Math.floor(place) + 1)
    share[i] = place - Math.floor(place)
  }
  return { first, next, share }
}

/** Sums of a map's bytes: by column, by row, and of rectangles (x1, y1, x2, y2; the last ones outside). */
export function byteSums(bytes: Plane | Uint8Array, { width, height }: Size) {
  const k = kernel()
  const from = resident(bytes)
  const at = room(k, { columns: 4 * (width + 16), sums: 16 })
  const within = (x1: number, y1: number, x2: number, y2: number): number => {
    k.blockSums(from + y1 * width + x1, width, x2 - x1, y2 - y1, at.sums)
    return new Float64Array(k.memory.buffer, at.sums, 1)[0] ?? 0
  }
  k.columnSums(from, width, height, at.columns)
  return {
    columns: Float64Array.from(new Uint32Array(k.memory.buffer, at.columns, width)),
    rows: Float64Array.from({ length: height }, (_, y) => within(0, y, width, y + 1)),
    /** Only good until the kernel looks at something else. */
    within,
  }
}

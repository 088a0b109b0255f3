import type { Size } from '../image/box.ts'
import { halfEven } from './hsv.ts'

const { abs, floor, fround } = Math

export interface Line {
  x1: number
  y1: number
  x2: number
  y2: number
}

const angles = 90
const shortest = 10
const longestGap = 2

/**
 * Straight lines among edge pixels: the progressive probabilistic Hough transform (Matas, Galambos & Kittler 2000), steps of a
 * pixel and 2 degrees, at least 10 pixels long, gaps of at most 2, no least number of votes. Pixels are drawn in the order of
 * OpenCV's random numbers, so that the same picture has the same lines there and here.
 * @param edges 1 for a pixel on an edge
 */
export function linesOf(edges: Uint8Array, { width, height }: Size): Line[] {
  const distances = 2 * (width + height) + 1
  const votes = new Int32Array(angles * distances)
  const left = Uint8Array.from(edges)
  const waiting: number[] = []
  for (let at = 0; at < left.length; at++) if (left[at]) waiting.push(at)
  const draw = multiplyWithCarry()
  const lines: Line[] = []
  for (let count = waiting.length; count > 0; count--) {
    const pick = draw() % count
    const at = waiting[pick] as number
    waiting[pick] = waiting[count - 1] as number
    if (!left[at]) continue
    const x = at % width
    const y = (at - x) / width
    const walk = walkOf(x, y, strongest(votes, distances, x, y))
    const ends = ([1, -1] as const).map((way) => endOf(left, { width, height }, walk, way)) as [Point, Point]
    const [a, b] = ends
    const good = abs(b.x - a.x) >= shortest || abs(b.y - a.y) >= shortest
    for (const [i, way] of ([1, -1] as const).entries()) {
      clear(left, width, walk, way, ends[i] as Point, (px, py) => {
        if (good) vote(votes, distances, px, py, -1)
      })
    }
    if (good) lines.push({ x1: a.x, y1: a.y, x2: b.x, y2: b.y })
  }
  return lines
}

const cosines = Float32Array.from({ length: angles }, (_, n) => Math.cos(n * fround(Math.PI / angles)))
const sines = Float32Array.from({ length: angles }, (_, n) => Math.sin(n * fround(Math.PI / angles)))

/** To the nearest whole number, halves to the even one, for values far below 2^51. */
function rounded(x: number): number {
  return x + 6_755_399_441_055_744 - 6_755_399_441_055_744
}

function vote(votes: Int32Array, distances: number, x: number, y: number, step: number): void {
  const middle = (distances - 1) >> 1
  for (let n = 0; n < angles; n++) {
    const r = rounded(fround(fround(x * (cosines[n] as number)) + fround(y * (sines[n] as number)))) + middle
    votes[n * distances + r] = (votes[n * distances + r] as number) + step
  }
}

/** Votes for all lines through a pixel; the first with most votes. */
function strongest(votes: Int32Array, distances: number, x: number, y: number): number {
  const middle = (distances - 1) >> 1
  let [best, most] = [0, -1]
  for (let n = 0; n < angles; n++) {
    const at =
      n * distances + rounded(fround(fround(x * (cosines[n] as number)) + fround(y * (sines[n] as number)))) + middle
    const now = (votes[at] as number) + 1
    votes[at] = now
    if (now > most) {
      most = now
      best = n
    }
  }
  return best
}

interface Point {
  x: number
  y: number
}

/** Steps along a line: one coordinate by whole pixels, the other in 16-bit fixed point. */
interface Walk {
  x: number
  y: number
  dx: number
  dy: number
  /** Whether x goes by whole pixels. */
  flat: boolean
}

function walkOf(x: number, y: number, angle: number): Walk {
  const a = -(sines[angle] as number)
  const b = cosines[angle] as number
  const half = 1 << 15
  if (abs(a) > abs(b)) {
    const dy = halfEven(fround(fround(b * 65_536) / abs(a)))
    return { x, y: (y << 16) + half, dx: a > 0 ? 1 : -1, dy, flat: true }
  }
  const dx = halfEven(fround(fround(a * 65_536) / abs(b)))
  return { x: (x << 16) + half, y, dx, dy: b > 0 ? 1 : -1, flat: false }
}

/** The last edge pixel on the way before a gap that is too long, or the picture's border. */
function endOf(left: Uint8Array, { width, height }: Size, walk: Walk, way: 1 | -1): Point {
  const end = { x: 0, y: 0 }
  for (let { x, y } = walk, gap = 0; ; x += way * walk.dx, y += way * walk.dy) {
    const column = walk.flat ? x : x >> 16
    const row = walk.flat ? y >> 16 : y
    if (column < 0 || column >= width || row < 0 || row >= height) return end
    if (left[row * width + column]) {
      gap = 0
      end.x = column
      end.y = row
    } else if (++gap > longestGap) return end
  }
}

function clear(
  left: Uint8Array,
  width: number,
  walk: Walk,
  way: 1 | -1,
  end: Point,
  each: (x: number, y: number) => void,
): void {
  for (let { x, y } = walk; ; x += way * walk.dx, y += way * walk.dy) {
    const column = walk.flat ? x : x >> 16
    const row = walk.flat ? y >> 16 : y
    if (left[row * width + column]) {
      each(column, row)
      left[row * width + column] = 0
    }
    if (column === end.x && row === end.y) return
  }
}

/** OpenCV's random numbers (multiply with carry, Marsaglia) from its usual seed: 32 bits each. */
function multiplyWithCarry(): () => number {
  let low = 0xffffffff
  let carry = 0xffffffff
  return () => {
    const [upper, lower] = [(low >>> 16) * 4_164_903_690, (low & 0xffff) * 4_164_903_690]
    const middle = upper + floor(lower / 65_536)
    const bottom = (middle % 65_536) * 65_536 + (lower % 65_536) + carry
    low = bottom % 2 ** 32
    carry = floor(middle / 65_536) + floor(bottom / 2 ** 32)
    return low
  }
}

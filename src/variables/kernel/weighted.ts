import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { room } from './resident.ts'

/** A plane of single precision in the kernel's memory: only good until another desk is made, or another look is taken. */
export interface Floats extends Size {
  /** Numbers a row: a multiple of 16. */
  stride: number
  at: number
}

export interface Weights {
  /** An odd number of them: the one in the middle is a pixel's own. */
  across: Float32Array
  down: Float32Array
  /** Only every so manieth row and column is asked for. */
  step?: number
  /** What lies beyond the picture: nought, or its mirror image. */
  beyond: 'nought' | 'mirrored'
}

/**
 * Weights of places along a line of a length: of so many neighbours, as many as there are at most. They begin at the place itself less
 * half of them, or where the line begins, or where all of them end with it. There is a set for each place that is less than half of
 * them from an end, and between those of both ends, if the line is so long, one for all others.
 */
export interface BorderedWeights {
  taps: number
  sets: Float32Array
}

/** Numbers of a grid, row by row. */
export interface Grid extends Size {
  values: Float32Array
}

/** Room for planes of one size, side by side in the kernel's memory. */
export interface Desk {
  /** A plane that holds anything, as large as the desk's if nothing is said; the next one begins where it ends. */
  plane(size?: Size): Floats
  /** Weighted sums over the neighbours of pixels, first down, then across, in a plane of their own if none is given. */
  weighted(plane: Floats, weights: Weights, to?: Floats): Floats
  /** The same by weights that are others near the borders. */
  bordered(plane: Floats, weights: { across: BorderedWeights; down: BorderedWeights }, to: Floats): void
  /** Squares of what a filter along the diagonal and its mirror image give (`turned-derivative.ts`). */
  turned(plane: Floats, half: { even: Float32Array; odd: Float32Array }, falling: Floats, rising: Floats): void
  /** How much planes side by side vary around every so manieth place, by these weights both down and across. */
  spread(planes: readonly Floats[], weights: Float32Array, step: number): Grid
  /** What has been taken since is free again once the result is called. */
  mark(): () => void
  /** Bytes of room beside the planes. */
  scratch: number
}

const longest = 63
/** How much three planes vary is held in 9 lines, and in 10 with gaps; nothing holds more. */
const mostLines = 20

/** @param count how many planes of the size are there at once; @param also sizes of more; @param scratch bytes beside them */
export function deskOf(
  { width, height }: Size,
  { count, also = [], scratch }: { count: number; also?: readonly Size[]; scratch: number },
): Desk {
  const k = kernel()
  const size = bytesOf({ width, height })
  const planes = also.reduce((sum, one) => sum + bytesOf(one), count * size)
  const at = room(k, {
    ...{ planes, between: size, line: 4 * (width + 2 * longest + 24), scratch },
    ...{ across: 4 * (longest + 3), down: 4 * (longest + 3), taps: 8 * longest },
    ...{ lines: 4 * mostLines * (strideOf(width) + longest + 1), map: bytesOf(halved({ width, height })) },
  })
  const { buffer } = k.memory
  const set = (to: number, weights: Float32Array) => {
    new Float32Array(buffer, to, longest + 3).fill(0).set(weights)
    return weights.length >> 1
  }
  let next = at.planes
  const take = (plane: Size): Floats => {
    const taken = { ...plane, stride: strideOf(plane.width), at: next }
    next += bytesOf(plane)
    if (next > at.planes + planes) throw new Error(`a desk of ${planes} bytes has no room for another plane`)
    return taken
  }
  return {
    plane: (one = { width, height }) => take(one),
    weighted(plane, { across, down, step = 1, beyond }, given) {
      const to = given ?? take({ width: Math.ceil(plane.width / step), height: Math.ceil(plane.height / step) })
      const [reach, reachDown] = [set(at.across, across), set(at.down, down)]
      const mirror = beyond === 'mirrored' ? 1 : 0
      k.weightedColumns(
        ...([plane.at, plane.stride, plane.height] as const),
        ...([at.down, reachDown, step, mirror, at.taps, at.between] as const),
      )
      k.weightedRows(
        ...([at.between, plane.stride, plane.width, to.height, at.across, reach] as const),
        ...([step, mirror, at.line, to.at, to.stride] as const),
      )
      return to
    },
    bordered(plane, { across, down }, to) {
      new Float32Array(buffer, at.lines, down.sets.length).set(down.sets)
      k.borderedColumns(plane.at, plane.stride, plane.height, at.lines, down.taps, at.taps, at.between)
      new Float32Array(buffer, at.lines, across.sets.length).set(across.sets)
      k.borderedRows(at.between, plane.stride, plane.width, plane.height, at.lines, across.taps, to.at)
    },
    turned(plane, { even, odd }, falling, rising) {
      set(at.across, even)
      set(at.down, odd)
      k.turnedEnergies(
        ...([plane.at, plane.stride, plane.width, plane.height, at.across, at.down] as const),
        ...([at.lines, falling.at, rising.at] as const),
      )
    },
    spread(those, weights, step) {
      const [first] = those as [Floats]
      const reach = set(at.across, weights)
      k.spread(
        ...([those.length as 1 | 2 | 3, first.at, first.stride, first.width, first.height] as const),
        ...([at.across, reach, step, at.lines, at.map] as const),
      )
      const [wide, high] = [Math.ceil(first.width / step), Math.ceil(first.height / step)]
      return { width: wide, height: high, values: new Float32Array(k.memory.buffer, at.map, wide * high).slice() }
    },
    mark() {
      const here = next
      return () => {
        next = here
      }
    },
    scratch: at.scratch,
  }
}

/** Half as large; the larger half. */
export function halved({ width, height }: Size): Size {
  return { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
}

function bytesOf({ width, height }: Size): number {
  return 4 * strideOf(width) * height
}

function strideOf(width: number): number {
  return 16 * Math.ceil(width / 16)
}

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
  /** A plane by which the other one is multiplied first. */
  times?: Floats | undefined
}

/** Room for planes of one size, side by side in the kernel's memory. */
export interface Desk {
  /** A plane that holds anything; the next one begins where it ends. */
  plane(): Floats
  /** Weighted sums over the neighbours of pixels, first down, then across, in a plane of their own. */
  weighted(plane: Floats, weights: Weights): Floats
  /** What has been taken since is free again once the result is called. */
  mark(): () => void
  /** Bytes of room beside the planes. */
  scratch: number
}

const longest = 63

/** @param count how many planes of the size are there at once; @param scratch bytes beside them */
export function deskOf({ width, height }: Size, { count, scratch }: { count: number; scratch: number }): Desk {
  const k = kernel()
  const size = 4 * strideOf(width) * height
  const at = room(k, {
    ...{ planes: count * size, between: size, line: 4 * (width + 2 * longest + 24), scratch },
    ...{ across: 4 * (longest + 3), down: 4 * (longest + 3), taps: 8 * longest },
  })
  const { buffer } = k.memory
  const set = (to: number, weights: Float32Array) => {
    new Float32Array(buffer, to, longest + 3).fill(0).set(weights)
    return weights.length >> 1
  }
  let next = at.planes
  const take = (plane: Size): Floats => {
    const taken = { ...plane, stride: strideOf(plane.width), at: next }
    next += 4 * taken.stride * plane.height
    if (next > at.planes + count * size) throw new Error(`a desk of ${count} planes has no room for another`)
    return taken
  }
  return {
    plane: () => take({ width, height }),
    weighted(plane, { across, down, step = 1, beyond, times }) {
      const to = take({ width: Math.ceil(plane.width / step), height: Math.ceil(plane.height / step) })
      const [reach, reachDown] = [set(at.across, across), set(at.down, down)]
      const mirror = beyond === 'mirrored' ? 1 : 0
      k.weightedColumns(
        ...([plane.at, times?.at ?? 0, plane.stride, plane.height] as const),
        ...([at.down, reachDown, step, mirror, at.taps, at.between] as const),
      )
      k.weightedRows(
        ...([at.between, plane.stride, plane.width, to.height, at.across, reach] as const),
        ...([step, mirror, at.line, to.at, to.stride] as const),
      )
      return to
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

function strideOf(width: number): number {
  return 16 * Math.ceil(width / 16)
}

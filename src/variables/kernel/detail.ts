import type { Size } from '../../image/box.ts'
import type { Block } from '../blocks.ts'
import { kernel, places } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** Fine detail of a plane of one byte a pixel; `Plane.detail` asks for one after the other of the same plane. */
export interface Detail {
  /** Mean and population standard deviation of the 4-neighbour Laplacian of a block, its own borders mirrored (REFLECT_101). */
  laplacianSd(block: Block): number
  /** Population standard deviation of the largest difference to the 8 neighbours; 0 for an empty block. */
  variationSd(block: Block): number
  /** Sum of the absolute response to the difference of two Laplacians (Immerkær 1996), inside the borders. */
  noiseSum(): number
}

/** Looks into grey levels; the answers are only good until the kernel looks at something else. */
export function detailOf(grey: Plane | Uint8Array, width: number, height: number): Detail {
  const k = kernel()
  const line = Math.ceil((width + 64) / 16) * 16
  const from = resident(grey)
  const at = room(k, { variation: grey.length, lines: 3 * line })
  k.variation(from, width, height, at.variation)
  const sdOf = (n: number) => {
    const [sum = 0, squares = 0] = new Float64Array(k.memory.buffer, places.sums, 2)
    return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2))
  }
  return {
    laplacianSd({ x1, y1, x2, y2 }) {
      k.laplacianSums(from + y1 * width + x1, width, x2 - x1, y2 - y1, at.lines, line, places.sums)
      return sdOf((x2 - x1) * (y2 - y1))
    },
    variationSd({ x1, y1, x2, y2 }) {
      if (x2 <= x1 || y2 <= y1) return 0
      k.blockSums(at.variation + y1 * width + x1, width, x2 - x1, y2 - y1, places.sums)
      return sdOf((x2 - x1) * (y2 - y1))
    },
    noiseSum: () => k.noiseSum(from, width, height),
  }
}

/** Sum of |8 pixel - its 8 neighbours|, inside the borders. */
export function laplacianSumOf(plane: Plane | Uint8Array, { width, height }: Size): number {
  return kernel().laplacianSum(resident(plane), width, height)
}

/** Haar wavelet (one level) of each block of a plane: sum of |LH| + |HL| + |HH|; an odd last row or column is taken twice. */
export function haarDetails(plane: Plane | Uint8Array, stride: number, blocks: readonly Block[]): number[] {
  const k = kernel()
  const from = resident(plane)
  return blocks.map(({ x1, y1, x2, y2 }) => k.haarSum(from + y1 * stride + x1, stride, x2 - x1, y2 - y1) / 2)
}

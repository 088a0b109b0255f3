import { resample } from '../../vision/resample.ts'
import type { Describer } from './describe.ts'
import type { Packable } from './pack.ts'
import type { ReferenceView } from './reference-views.ts'

/** What speaks for and against a reference, whatever recognises it. */
export type ReferenceQuality = {
  /** Of the logo, in px of the picture. */
  width: number
  height: number
  /** Share of the logo's px that lie on an edge, 0 to 1: a smooth one is like everything. */
  edges: number
  drawing: boolean
}

/** Shorter sides than this leave little to tell a logo by. */
export const smallSide = 40
/** Fewer px on edges than this: the logo is smooth. */
export const fewEdges = 0.03

const version = 1
/** Side at which edges are counted, so that the size of the picture does not matter. */
const side = 64
/** Difference of two neighbours' luma, of 255, from which on there is an edge between them. */
const edge = 24

export const qualityDescriber: Describer<ReferenceQuality> = {
  key: `quality ${version}`,
  async describe(views) {
    const [view] = views
    if (!view) return { width: 0, height: 0, edges: 0, drawing: false }
    const { box } = view
    return {
      width: Math.round(box.x2 - box.x1),
      height: Math.round(box.y2 - box.y1),
      edges: edgeShare(view),
      drawing: view.picture.original.format === 'svg',
    }
  },
  accepts: isQuality,
}

function isQuality(stored: Packable): stored is ReferenceQuality {
  const { width, edges } = Object(stored) as { width?: unknown; edges?: unknown }
  return typeof width === 'number' && typeof edges === 'number'
}

function edgeShare({ picture, box }: ReferenceView): number {
  const plane = side * side
  const data = new Float32Array(3 * plane)
  const [x, y] = [Math.floor(box.x1), Math.floor(box.y1)]
  const part = { x, y, width: Math.max(1, Math.ceil(box.x2) - x), height: Math.max(1, Math.ceil(box.y2) - y) }
  resample(picture, part, { width: side, height: side }, { data, at: 0, stride: side, plane })
  const luma = (at: number) =>
    0.299 * (data[at] as number) + 0.587 * (data[at + plane] as number) + 0.114 * (data[at + 2 * plane] as number)
  let count = 0
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column
      const here = luma(at)
      if (Math.abs(luma(at + 1) - here) > edge || Math.abs(luma(at + side) - here) > edge) count++
    }
  }
  return count / (side - 1) ** 2
}

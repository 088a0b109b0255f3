import type { Size } from '../../image/box.ts'
import type { Point } from '../../vision/detection.ts'
import type { Affine } from './affine.ts'
import { levelFor, sampled } from './patch.ts'
import { besidePyramid, type Plane, type Pyramid, pyramidOfPlane } from './pyramid.ts'

/** Where a logo is looked for, at one size and turn. */
export interface Region {
  /** Its centre is at most so far from here, px along and across. */
  centre: Point
  reachAlong: number
  reachAcross: number
  /** Unit vector of what is level on the logo. */
  along: Point
  /** px that the logo's longest side takes. */
  side: number
}

export interface Placement {
  /** From px of the patch to px of the photo. */
  affine: Affine
  likeness: number
}

/** Longest side, px, at which places are tried: at half of the patch's, trying takes a sixteenth of the time. */
const coarseSide = 16
/** Squared grey levels below which a place is blank, and like nothing. */
const blank = 1

/** A patch made small, as the gradients of its inner pixels, which together have the length one. */
export interface Template extends Size {
  /** Size of the patch that it is made from. */
  of: Size
  /** Row by row: all horizontal ones, then all vertical ones. */
  gradients: Float32Array
}

export function templateOf(patch: Plane): Template {
  const scale = coarseSide / Math.max(patch.width, patch.height)
  const size = {
    width: Math.max(6, Math.round(patch.width * scale)),
    height: Math.max(6, Math.round(patch.height * scale)),
  }
  const [x, y] = [patch.width / size.width, patch.height / size.height]
  const gradients = innerGradientsOf(sampled(pyramidOfPlane(patch), [x, 0, 0, 0, y, 0], size))
  const length = Math.sqrt(gradients.reduce((sum, value) => sum + value ** 2, 0)) || 1
  return {
    ...size,
    of: { width: patch.width, height: patch.height },
    gradients: gradients.map((value) => value / length),
  }
}

export interface Search {
  /** Places at most, the best first; none of them beside a better one. */
  most: number
  /** Likeness that a place needs. */
  least: number
}

/**
 * The places of a region where a logo may lie, by trying all: a correlation of gradients, as `likeness`, at a coarse size. For
 * what has no places of its own to go by; they should be settled, as the coarse size hides much.
 */
export function placements(
  { width, height, of, gradients }: Template,
  pyramid: Pyramid,
  { centre, along, reachAlong, reachAcross, side }: Region,
  { most, least }: Search,
): Placement[] {
  const step = side / coarseSide
  const size = {
    width: Math.ceil((2 * reachAlong) / step) + width,
    height: Math.ceil((2 * reachAcross) / step) + height,
  }
  const [a, d] = [step * along.x, step * along.y]
  const [b, e] = [-d, a]
  const [left, top] = [
    centre.x - (a * size.width + b * size.height) / 2,
    centre.y - (d * size.width + e * size.height) / 2,
  ]
  const { kernel, room } = besidePyramid(pyramid)
  const template = room.take(4 * gradients.length)
  const found = room.take(4 * 3 * most)
  const scratch = room.take(4 * (3 * height + 1) * (size.width + 32))
  new Float32Array(kernel.memory.buffer, template, gradients.length).set(gradients)
  pyramid.memory.holds = null
  const { level, map } = levelFor(pyramid, [a, b, left, d, e, top])
  const count = kernel.findPlaces(
    ...([level.at, level.width, level.height, ...map, size.width, size.height] as const),
    ...([template, width, height, blank, least, most, scratch, found] as const),
  )
  const values = new Float32Array(kernel.memory.buffer, found, 3 * count)
  const [across, down] = [width / of.width, height / of.height]
  return Array.from({ length: count }, (_, i) => {
    const [u, v, likeness] = values.subarray(3 * i) as unknown as [number, number, number]
    return {
      likeness,
      affine: [
        ...([a * across, b * down, left + a * u + b * v] as const),
        ...([d * across, e * down, top + d * u + e * v] as const),
      ],
    }
  })
}

/** Differences of the neighbours of inner pixels, row by row: all horizontal ones, then all vertical ones. */
function innerGradientsOf({ grey, width, height }: Plane): Float32Array {
  const inner = (width - 2) * (height - 2)
  const gradients = new Float32Array(2 * inner)
  for (let v = 1, i = 0; v < height - 1; v++) {
    for (let u = 1; u < width - 1; u++, i++) {
      const at = v * width + u
      gradients[i] = (grey[at + 1] as number) - (grey[at - 1] as number)
      gradients[inner + i] = (grey[at + width] as number) - (grey[at - width] as number)
    }
  }
  return gradients
}

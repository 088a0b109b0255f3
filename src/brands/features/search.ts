import type { Size } from '../../image/box.ts'
import type { Point } from '../../vision/detection.ts'
import type { Affine } from './affine.ts'
import { type Plane, sampled } from './patch.ts'

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
  gradients: Gradients
}

interface Gradients {
  x: Float32Array
  y: Float32Array
}

export function templateOf(patch: Plane): Template {
  const scale = coarseSide / Math.max(patch.width, patch.height)
  const size = {
    width: Math.max(6, Math.round(patch.width * scale)),
    height: Math.max(6, Math.round(patch.height * scale)),
  }
  const small = sampled([patch], [patch.width / size.width, 0, 0, 0, patch.height / size.height, 0], size)
  const all = gradientsOf(small)
  const inner = { x: innerOf(all.x, size), y: innerOf(all.y, size) }
  let squares = 0
  for (let i = 0; i < inner.x.length; i++) squares += (inner.x[i] as number) ** 2 + (inner.y[i] as number) ** 2
  const length = Math.sqrt(squares) || 1
  return { ...size, of: patch, gradients: { x: inner.x.map((v) => v / length), y: inner.y.map((v) => v / length) } }
}

/**
 * The places of a region where a logo may lie, by trying all: a correlation of gradients, as `likeness`, at a coarse size. For
 * what has no places of its own to go by; they should be settled, as the coarse size hides much.
 * @param most places, the best first; none of them beside a better one
 */
export function placements(template: Template, pyramid: readonly Plane[], region: Region, most: number): Placement[] {
  const { centre, along, reachAlong, reachAcross, side } = region
  const step = side / coarseSide
  const size = {
    width: Math.ceil((2 * reachAlong) / step) + template.width,
    height: Math.ceil((2 * reachAcross) / step) + template.height,
  }
  const [a, d] = [step * along.x, step * along.y]
  const [b, e] = [-d, a]
  const [left, top] = [
    centre.x - (a * size.width + b * size.height) / 2,
    centre.y - (d * size.width + e * size.height) / 2,
  ]
  const scores = scoresOf(template, sampled(pyramid, [a, b, left, d, e, top], size))
  const [across, down] = [template.width / template.of.width, template.height / template.of.height]
  return peaksOf(scores, most).map(({ u, v, score }) => ({
    likeness: score,
    affine: [
      ...([a * across, b * down, left + a * u + b * v] as const),
      ...([d * across, e * down, top + d * u + e * v] as const),
    ],
  }))
}

interface Scores extends Size {
  values: Float32Array
}

function scoresOf(template: Template, seen: Plane): Scores {
  const [width, height] = [seen.width - template.width + 1, seen.height - template.height + 1]
  const [innerWidth, innerHeight] = [template.width - 2, template.height - 2]
  const { x, y } = gradientsOf(seen)
  const { x: tx, y: ty } = template.gradients
  const energy = sumsOf(x, y, seen)
  const row = seen.width + 1
  const values = new Float32Array(width * height)
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const from = (v + 1) * row + u + 1
      const to = from + innerHeight * row
      const all =
        (energy[to + innerWidth] as number) -
        (energy[from + innerWidth] as number) -
        (energy[to] as number) +
        (energy[from] as number)
      if (all <= blank) continue
      let both = 0
      for (let j = 0, t = 0; j < innerHeight; j++) {
        let at = (v + 1 + j) * seen.width + u + 1
        for (let i = 0; i < innerWidth; i++, at++, t++) {
          both += (x[at] as number) * (tx[t] as number) + (y[at] as number) * (ty[t] as number)
        }
      }
      values[v * width + u] = both / Math.sqrt(all)
    }
  }
  return { width, height, values }
}

function peaksOf({ values, width, height }: Scores, most: number): { u: number; v: number; score: number }[] {
  const at = (u: number, v: number) =>
    u < 0 || v < 0 || u >= width || v >= height ? Number.NEGATIVE_INFINITY : (values[v * width + u] as number)
  const peaks: { u: number; v: number; score: number }[] = []
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const score = at(u, v)
      if (score <= 0 || score < at(u - 1, v) || score < at(u + 1, v)) continue
      if (score < Math.max(at(u - 1, v - 1), at(u, v - 1), at(u + 1, v - 1))) continue
      if (score < Math.max(at(u - 1, v + 1), at(u, v + 1), at(u + 1, v + 1))) continue
      peaks.push({ u, v, score })
    }
  }
  return peaks.sort((p, q) => q.score - p.score).slice(0, most)
}

/** Differences of neighbours, zero at the edge. */
function gradientsOf({ grey, width, height }: Plane): Gradients {
  const x = new Float32Array(width * height)
  const y = new Float32Array(width * height)
  for (let v = 1; v < height - 1; v++) {
    for (let u = 1; u < width - 1; u++) {
      const at = v * width + u
      x[at] = (grey[at + 1] as number) - (grey[at - 1] as number)
      y[at] = (grey[at + width] as number) - (grey[at - width] as number)
    }
  }
  return { x, y }
}

function innerOf(plane: Float32Array, { width, height }: Size): Float32Array {
  const inner = new Float32Array((width - 2) * (height - 2))
  for (let v = 1; v < height - 1; v++) {
    inner.set(plane.subarray(v * width + 1, (v + 1) * width - 1), (v - 1) * (width - 2))
  }
  return inner
}

/** Squared gradients of all pixels left of and above each one, one row and column more than there are pixels. */
function sumsOf(x: Float32Array, y: Float32Array, { width, height }: Size): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let v = 0; v < height; v++) {
    let row = 0
    for (let u = 0; u < width; u++) {
      const at = v * width + u
      row += (x[at] as number) ** 2 + (y[at] as number) ** 2
      sums[(v + 1) * (width + 1) + u + 1] = row + (sums[v * (width + 1) + u + 1] as number)
    }
  }
  return sums
}

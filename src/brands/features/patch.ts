import type { Size } from '../../image/box.ts'
import { type Affine, determinant } from './affine.ts'
import { besidePyramid, type Level, type Plane, type Pyramid, pyramidOfReference } from './pyramid.ts'
import type { Raster } from './reference.ts'

/** Longest side of the small picture by which a logo is compared as a whole. */
const patchSide = 40

/** A reference as a small grey picture. */
export function patchOf(raster: Raster): Plane {
  const pyramid = pyramidOfReference(raster, ({ width, height }) => Math.max(width, height) < 2 * patchSide)
  const smallest = pyramid.levels.at(-1) as Level
  const scale = Math.min(1, patchSide / Math.max(smallest.width, smallest.height))
  const size = {
    width: Math.max(8, Math.round(smallest.width * scale)),
    height: Math.max(8, Math.round(smallest.height * scale)),
  }
  const [x, y] = [smallest.width / size.width, smallest.height / size.height]
  return sampled({ ...pyramid, levels: [smallest] }, [x, 0, 0, 0, y, 0], size)
}

/** What a map shows, bilinear, as a plane of its own; edges are repeated. */
export function sampled(pyramid: Pyramid, affine: Affine, { width, height }: Size): Plane {
  const { kernel, room } = besidePyramid(pyramid)
  const out = room.take(4 * width * height)
  pyramid.memory.holds = null
  const { level, map } = levelFor(pyramid, affine)
  kernel.sample(level.at, level.width, level.height, ...map, width, height, out)
  return { grey: new Float32Array(kernel.memory.buffer, out, width * height).slice(), width, height }
}

/** The level at which what a map shows is about as large, and the map to its px. */
export function levelFor({ levels }: Pyramid, affine: Affine): { level: Level; map: Affine } {
  const scale = Math.sqrt(Math.abs(determinant(affine)))
  const i = Math.max(0, Math.min(levels.length - 1, Math.round(Math.log2(Math.max(scale, 1)))))
  const [a, b, c, d, e, f] = affine
  const by = 2 ** -i
  return { level: levels[i] as Level, map: [a * by, b * by, c * by, d * by, e * by, f * by] }
}

/**
 * How like a patch is to what an affine map shows of a photo: correlation of their gradients, -1 to 1. Light and shade
 * across the logo do not count, its outlines do.
 * @param affine from px of the patch to px of the photo
 */
export function likeness(patch: Plane, pyramid: Pyramid, affine: Affine): number {
  const { kernel, room } = besidePyramid(pyramid)
  const { values, squares } = gradientsOf(patch)
  const { width, height } = patch
  const gradients = room.take(4 * values.length)
  const shown = room.take(4 * width * height)
  // Settling compares one patch a hundred times.
  if (pyramid.memory.holds !== patch) new Float32Array(kernel.memory.buffer, gradients, values.length).set(values)
  pyramid.memory.holds = patch
  const { level, map } = levelFor(pyramid, affine)
  kernel.sample(level.at, level.width, level.height, ...map, width, height, shown)
  return kernel.gradientCorrelation(gradients, squares, shown, width, height)
}

/** Of inner pixels, row by row, each filled with zeros to steps of four: horizontal gradients, then vertical ones. */
interface Gradients {
  values: Float32Array
  squares: number
}

const known = new WeakMap<Plane, Gradients>()

function gradientsOf(plane: Plane): Gradients {
  const before = known.get(plane)
  if (before) return before
  const { grey, width, height } = plane
  const stride = Math.ceil((width - 2) / 4) * 4
  const vertical = stride * (height - 2)
  const values = new Float32Array(2 * vertical)
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const across = (grey[at + 1] as number) - (grey[at - 1] as number)
      const down = (grey[at + width] as number) - (grey[at - width] as number)
      const i = stride * (y - 1) + x - 1
      values[i] = across
      values[vertical + i] = down
      squares += across * across + down * down
    }
  }
  const gradients = { values, squares }
  known.set(plane, gradients)
  return gradients
}

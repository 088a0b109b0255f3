import type { Size } from '../../image/box.ts'
import { type Affine, moved } from './affine.ts'
import type { Raster } from './reference.ts'

/** A plane of grey levels, 0 to 255. */
export interface Plane extends Size {
  grey: Float32Array
}

/** Longest side of the small picture by which a logo is compared as a whole. */
const patchSide = 40

/** A reference as a small grey picture. */
export function patchOf(raster: Raster): Plane {
  let plane = greyOf(raster)
  while (Math.max(plane.width, plane.height) >= 2 * patchSide) plane = halved(plane)
  const scale = Math.min(1, patchSide / Math.max(plane.width, plane.height))
  const size = {
    width: Math.max(8, Math.round(plane.width * scale)),
    height: Math.max(8, Math.round(plane.height * scale)),
  }
  const [x, y] = [plane.width / size.width, plane.height / size.height]
  return sampled([plane], [x, 0, 0, 0, y, 0], size)
}

/** A photo at its size, half of it, a quarter, and so on. */
export function pyramidOf(raster: Raster): Plane[] {
  let last = greyOf(raster)
  const levels = [last]
  while (Math.min(last.width, last.height) >= 32) {
    last = halved(last)
    levels.push(last)
  }
  return levels
}

/**
 * How like a patch is to what an affine map shows of a photo: correlation of their gradients, -1 to 1. Light and shade
 * across the logo do not count, its outlines do.
 * @param affine from px of the patch to px of the photo
 */
export function likeness(patch: Plane, pyramid: readonly Plane[], affine: Affine): number {
  const pixels = patch.width * patch.height
  if (shown.length < pixels) shown = new Float32Array(pixels)
  sample(pyramid, affine, patch, shown)
  return gradientCorrelation(gradientsOf(patch), shown, patch)
}

/** What a map shows, one after another: settling compares a hundred of them. */
let shown = new Float32Array(patchSide * patchSide)

/** Steps in which corners are moved, shares of the logo's side. */
const steps = [0.08, 0.04, 0.02]

/**
 * Moves three corners of a pose, step by step, as long as the likeness grows.
 * @param promising what the likeness has to be after the largest steps for the smaller ones to be tried
 * @returns the best map, and its likeness
 */
export function settle(
  patch: Plane,
  pyramid: readonly Plane[],
  { start, promising }: { start: Affine; promising: number },
): { affine: Affine; likeness: number } {
  const { width, height } = patch
  let corners = [
    moved(start, { x: 0, y: 0 }),
    moved(start, { x: width, y: 0 }),
    moved(start, { x: 0, y: height }),
  ].flatMap(({ x, y }) => [x, y])
  const mapOf = ([x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0]: readonly number[]): Affine => [
    ...([(x1 - x0) / width, (x2 - x0) / height, x0] as const),
    ...([(y1 - y0) / width, (y2 - y0) / height, y0] as const),
  ]
  const [a, b, , d, e] = start
  const side = Math.max(width * Math.hypot(a, d), height * Math.hypot(b, e))
  let best = likeness(patch, pyramid, start)
  for (const step of steps) {
    for (let coordinate = 0; coordinate < 6; coordinate++) {
      for (const by of [step * side, -step * side]) {
        const tried = corners.map((value, i) => (i === coordinate ? value + by : value))
        const score = likeness(patch, pyramid, mapOf(tried))
        if (score <= best) continue
        best = score
        corners = tried
        break
      }
    }
    if (best < promising) break
  }
  return { affine: mapOf(corners), likeness: best }
}

function greyOf({ rgb, width, height }: Raster): Plane {
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * (rgb[3 * i] as number) + 0.587 * (rgb[3 * i + 1] as number) + 0.114 * (rgb[3 * i + 2] as number)
  }
  return { grey, width, height }
}

function halved({ grey, width, height }: Plane): Plane {
  const size = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) }
  const out = new Float32Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const at = Math.min(2 * y, height - 1) * width + 2 * x
      const below = at + (2 * y + 1 < height ? width : 0)
      const next = 2 * x + 1 < width ? 1 : 0
      out[y * size.width + x] =
        ((grey[at] as number) +
          (grey[at + next] as number) +
          (grey[below] as number) +
          (grey[below + next] as number)) /
        4
    }
  }
  return { grey: out, ...size }
}

/** What a map shows, as a plane of its own. */
export function sampled(pyramid: readonly Plane[], affine: Affine, size: Size): Plane {
  const grey = new Float32Array(size.width * size.height)
  sample(pyramid, affine, size, grey)
  return { grey, width: size.width, height: size.height }
}

/** What a map shows, bilinear, from the level at which its pixels are about as large; edges are repeated. */
function sample(pyramid: readonly Plane[], [a, b, c, d, e, f]: Affine, { width, height }: Size, out: Float32Array) {
  const scale = Math.sqrt(Math.abs(a * e - b * d))
  const level = Math.max(0, Math.min(pyramid.length - 1, Math.round(Math.log2(Math.max(scale, 1)))))
  const { grey, width: across, height: down } = pyramid[level] as Plane
  const shrink = 2 ** level
  const [xu, xv, yu, yv] = [a / shrink, b / shrink, d / shrink, e / shrink]
  let at = 0
  for (let v = 0; v < height; v++) {
    let x = xu * 0.5 + xv * (v + 0.5) + c / shrink - 0.5
    let y = yu * 0.5 + yv * (v + 0.5) + f / shrink - 0.5
    for (let u = 0; u < width; u++, x += xu, y += yu) {
      const left = Math.floor(x)
      const top = Math.floor(y)
      const x0 = inside(left, across)
      const x1 = inside(left + 1, across)
      const y0 = across * inside(top, down)
      const y1 = across * inside(top + 1, down)
      const right = x - left
      const low = y - top
      const upper = (grey[y0 + x0] as number) * (1 - right) + (grey[y0 + x1] as number) * right
      const lower = (grey[y1 + x0] as number) * (1 - right) + (grey[y1 + x1] as number) * right
      out[at++] = upper * (1 - low) + lower * low
    }
  }
}

function inside(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at
}

/** Of each inner pixel, row by row: its horizontal and its vertical gradient. */
interface Gradients {
  values: Float32Array
  squares: number
}

const known = new WeakMap<Plane, Gradients>()

function gradientsOf(plane: Plane): Gradients {
  const before = known.get(plane)
  if (before) return before
  const { grey, width, height } = plane
  const values = new Float32Array(2 * Math.max(0, width - 2) * Math.max(0, height - 2))
  let squares = 0
  let i = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++, i += 2) {
      const at = y * width + x
      const across = (grey[at + 1] as number) - (grey[at - 1] as number)
      const down = (grey[at + width] as number) - (grey[at - width] as number)
      values[i] = across
      values[i + 1] = down
      squares += across * across + down * down
    }
  }
  const gradients = { values, squares }
  known.set(plane, gradients)
  return gradients
}

function gradientCorrelation({ values, squares }: Gradients, grey: Float32Array, { width, height }: Size): number {
  let both = 0
  let other = 0
  let i = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++, i += 2) {
      const at = y * width + x
      const across = (grey[at + 1] as number) - (grey[at - 1] as number)
      const down = (grey[at + width] as number) - (grey[at - width] as number)
      both += (values[i] as number) * across + (values[i + 1] as number) * down
      other += across * across + down * down
    }
  }
  return squares > 0 && other > 0 ? both / Math.sqrt(squares * other) : 0
}

import type { Size } from '../image/box.ts'
import { openSession, type SessionOptions } from './session.ts'
import { cell, descriptorLength } from './xfeat-graph.ts'
import type { ResolvedModel } from './zoo.ts'

export interface LearnedFeatures extends Size {
  count: number
  /** px of the picture; the middle of its first pixel is .5. */
  x: Float32Array
  y: Float32Array
  /** How sure each is to be found again, 0 to 1; the surest first. */
  score: Float32Array
  /** Of unit length, one after another, 64 numbers each. */
  descriptors: Float32Array
}

export interface Raster extends Size {
  /** Interleaved, length 3 · width · height. */
  rgb: Uint8Array
}

export interface XFeat {
  /** @param margin px that are repeated around the picture, so that what stands at its edge has a neighbourhood */
  describe(picture: Raster, options: { most: number; margin?: number }): Promise<LearnedFeatures>
  close(): Promise<void>
}

/** The network sees multiples of this. */
const multiple = 32
/** A place is the surest of this many px around it, and at least so sure. */
const reach = 2
const leastSure = 0.05

/** Opens XFeat (Potje et al. 2024): places that are found again, and what they look like. */
export async function openXFeat(
  { path }: Pick<ResolvedModel, 'path'>,
  options: Pick<SessionOptions, 'device' | 'threads'>,
): Promise<XFeat> {
  // Photos have many sizes: what the runtime keeps for each would grow.
  const session = await openSession(path, { ...options, arena: false })
  return {
    async describe(picture, { most, margin = 0 }) {
      const { grey, width, height } = framed(picture, margin)
      const out = await session.run(grey, [1, 1, height, width])
      const maps = { descriptors: out.descriptors, places: out.places, reliability: out.reliability } as Maps
      const inner = { x1: margin, y1: margin, x2: margin + picture.width, y2: margin + picture.height }
      const found = placesOf(maps, { width, height }, inner)
      const { width: across, height: down } = picture
      return { ...described(found.slice(0, most), maps, { width, height, margin }), width: across, height: down }
    },
    close: () => session.close(),
  }
}

interface Maps {
  descriptors: Float32Array
  places: Float32Array
  reliability: Float32Array
}

interface Place {
  x: number
  y: number
  score: number
}

/** Grey, 0 to 1, edges repeated. */
function framed({ rgb, width, height }: Raster, margin: number): Size & { grey: Float32Array } {
  const across = Math.ceil((width + 2 * margin) / multiple) * multiple
  const down = Math.ceil((height + 2 * margin) / multiple) * multiple
  const grey = new Float32Array(across * down)
  for (let y = 0, at = 0; y < down; y++) {
    const row = width * Math.min(height - 1, Math.max(0, y - margin))
    for (let x = 0; x < across; x++, at++) {
      const from = 3 * (row + Math.min(width - 1, Math.max(0, x - margin)))
      grey[at] = ((rgb[from] as number) + (rgb[from + 1] as number) + (rgb[from + 2] as number)) / 765
    }
  }
  return { grey, width: across, height: down }
}

function placesOf(
  { places, reliability }: Maps,
  { width, height }: Size,
  inner: { x1: number; y1: number; x2: number; y2: number },
): Place[] {
  const found: Place[] = []
  for (let y = inner.y1; y < inner.y2; y++) {
    for (let x = inner.x1; x < inner.x2; x++) {
      const sure = places[y * width + x] as number
      if (sure <= leastSure || !isSurest(places, { width, height }, x, y)) continue
      const score = sure * sum(reliability, 0, tapsAt({ x, y, width, height }, bilinear))
      if (score > 0) found.push({ x, y, score })
    }
  }
  return found.sort((a, b) => b.score - a.score || a.y - b.y || a.x - b.x)
}

function isSurest(places: Float32Array, { width, height }: Size, x: number, y: number): boolean {
  const sure = places[y * width + x] as number
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
      if ((places[v * width + u] as number) > sure) return false
    }
  }
  return true
}

function described(
  found: readonly Place[],
  maps: Maps,
  { width, height, margin }: Size & { margin: number },
): Omit<LearnedFeatures, keyof Size> {
  const plane = (width / cell) * (height / cell)
  const descriptors = new Float32Array(descriptorLength * found.length)
  for (const [i, { x, y }] of found.entries()) {
    const taps = tapsAt({ x, y, width, height }, bicubic)
    const at = descriptorLength * i
    let squares = 0
    for (let channel = 0; channel < descriptorLength; channel++) {
      const value = sum(maps.descriptors, channel * plane, taps)
      descriptors[at + channel] = value
      squares += value * value
    }
    const length = Math.sqrt(squares) || 1
    for (let channel = at; channel < at + descriptorLength; channel++) {
      descriptors[channel] = (descriptors[channel] as number) / length
    }
  }
  return {
    count: found.length,
    x: Float32Array.from(found, ({ x }) => x - margin + 0.5),
    y: Float32Array.from(found, ({ y }) => y - margin + 0.5),
    score: Float32Array.from(found, ({ score }) => score),
    descriptors,
  }
}

type Kernel = (offset: number) => { first: number; weights: readonly number[] }

const bilinear: Kernel = (offset) => ({ first: 0, weights: [1 - offset, offset] })

/** Keys' cubic convolution with a = -.75, as PyTorch has it. */
const bicubic: Kernel = (offset) => {
  const a = -0.75
  const near = (t: number) => ((a + 2) * t - (a + 3)) * t * t + 1
  const far = (t: number) => ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
  return { first: -1, weights: [far(1 + offset), near(offset), near(1 - offset), far(2 - offset)] }
}

/** Cells of a map, and what each counts. */
interface Taps {
  cells: number[]
  weights: number[]
}

/**
 * What a map of one value a cell has at a pixel; there is nothing outside. The published code takes the last pixel for the map's very
 * edge, and so does this.
 */
function tapsAt({ x, y, width, height }: { x: number; y: number } & Size, kernel: Kernel): Taps {
  const [columns, rows] = [width / cell, height / cell]
  const u = (x / (width - 1)) * columns - 0.5
  const v = (y / (height - 1)) * rows - 0.5
  const [left, top] = [Math.floor(u), Math.floor(v)]
  const [across, down] = [kernel(u - left), kernel(v - top)]
  const taps: Taps = { cells: [], weights: [] }
  for (const [j, weight] of down.weights.entries()) {
    for (const [i, share] of across.weights.entries()) {
      const [column, row] = [left + across.first + i, top + down.first + j]
      if (row < 0 || row >= rows || column < 0 || column >= columns) continue
      taps.cells.push(row * columns + column)
      taps.weights.push(weight * share)
    }
  }
  return taps
}

function sum(map: Float32Array, start: number, { cells, weights }: Taps): number {
  let total = 0
  for (let i = 0; i < cells.length; i++) total += (weights[i] as number) * (map[start + (cells[i] as number)] as number)
  return total
}

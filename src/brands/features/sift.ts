import type { Size } from '../../image/box.ts'
import { roomIn } from '../../wasm.ts'
import { type FeatureKernel, openKernel } from './kernel/module.ts'
import { type Octave, openScales, white } from './scales.ts'
import { type Candidate, strongestSpread } from './spread.ts'

/** Places of a picture that can be found again, and what they look like. Arrays of equal order; px of the given picture. */
export interface Features extends Size {
  count: number
  /** Pixel centres are at half px. */
  x: Float32Array
  y: Float32Array
  /** Standard deviation of the Gaussian in which the place stands out, px. */
  sigma: Float32Array
  /** From the x axis towards the y axis, radians, 0 to 2π. */
  angle: Float32Array
  /** RootSIFT, 128 bytes each. */
  descriptors: Uint8Array
}

export interface SiftOptions {
  /** Look at the picture so many times as large first, 1 to 2: finds smaller places, in time that grows with the square. */
  enlarged: number
  /** Places at most; the strongest, spread over the picture. A place with two directions counts twice in the features. */
  most: number
  /** Contrast, of 1, that a place needs (Lowe 2004: 0.03 / 3 layers). */
  contrast: number
}

const layers = 3
const firstSigma = 1.6
/** Blur that a camera's picture has already. */
const cameraSigma = 0.5
const largestRatio = 10
const candidatesMost = 20_000

/** Samples count less towards the edge: a Gaussian of half the window, Lowe (2004), section 6.1. */
const windowWeights = Float32Array.from({ length: 256 }, (_, i) => {
  const [u, v] = [(i % 16) - 7.5, Math.floor(i / 16) - 7.5]
  return Math.exp(-(u * u + v * v) / (2 * 8 * 8))
})

let shared: FeatureKernel | null = null

/**
 * Scale-invariant features: Lowe (2004), "Distinctive image features from scale-invariant keypoints", IJCV 60(2), with
 * descriptors as RootSIFT (Arandjelović & Zisserman 2012).
 * @param rgb interleaved 8-bit sRGB, length 3 · width · height
 */
export function sift(rgb: Uint8Array, { width, height }: Size, { enlarged, most, contrast }: SiftOptions): Features {
  shared ??= openKernel()
  const k = shared
  const scales = openScales(k, { width, height, enlarged })
  const room = roomIn(k, scales.end)
  const found = room.take(16 * candidatesMost)
  const scratch = room.take(4 * 36 * 9)
  const weights = room.take(4 * 256)
  const out = room.take(128)
  const bytes = room.take(rgb.length)
  new Float32Array(k.memory.buffer, weights, 256).set(windowWeights)
  new Uint8Array(k.memory.buffer).set(rgb, bytes)
  scales.build(bytes, { firstSigma, cameraSigma })

  const candidates = scales.octaves.flatMap((octave) => {
    const count = k.detect(
      octave.differences,
      octave.planeOfDifferences,
      octave.width,
      octave.height,
      layers,
      contrast * white,
      largestRatio,
      found,
      candidatesMost,
    )
    return candidatesOf(new Float32Array(k.memory.buffer, found, 4 * count), octave)
  })
  return described(strongestSpread(candidates, { width, height }, most))

  function described(chosen: readonly Candidate[]): Features {
    const places: { at: Candidate; angle: number }[] = []
    const turns = new Float32Array(k.memory.buffer, out, 4)
    for (const at of chosen) {
      const { octave, px, py, local } = at
      const count = k.orientations(gaussianOf(at), octave.width, octave.height, px, py, local, scratch, out)
      for (let i = 0; i < count; i++) places.push({ at, angle: turns[i] as number })
    }
    const bytesOfAll = 128 * places.length
    const all = room.take(bytesOfAll)
    for (const [i, { at, angle }] of places.entries()) {
      const { octave, px, py, local } = at
      const target = all + 128 * i
      k.describe(gaussianOf(at), octave.width, octave.height, px, py, local, angle, weights, scratch, target)
    }
    return {
      width,
      height,
      count: places.length,
      x: Float32Array.from(places, ({ at }) => at.x),
      y: Float32Array.from(places, ({ at }) => at.y),
      sigma: Float32Array.from(places, ({ at }) => at.sigma),
      angle: Float32Array.from(places, ({ angle }) => 2 * Math.PI * angle),
      descriptors: new Uint8Array(k.memory.buffer, all, bytesOfAll).slice(),
    }
  }
}

/** The nearest Gaussian of the scale. */
function gaussianOf({ octave, layer }: Candidate): number {
  return octave.gaussians + Math.round(layer) * octave.plane
}

function candidatesOf(found: Float32Array, octave: Octave): Candidate[] {
  const candidates: Candidate[] = []
  const seen = new Set<number>()
  for (let i = 0; i < found.length; i += 4) {
    const [px, py] = [found[i] as number, found[i + 1] as number]
    const [layer, response] = [found[i + 2] as number, found[i + 3] as number]
    // Two neighbours of equal value refine to one place.
    const key = (hundredths(layer) * 2 ** 20 + hundredths(py)) * 2 ** 20 + hundredths(px)
    if (seen.has(key)) continue
    seen.add(key)
    const local = firstSigma * 2 ** (layer / layers)
    const { step } = octave
    candidates.push({ octave, px, py, layer, local, response, ...octave.toPicture(px, py), sigma: local * step })
  }
  return candidates
}

function hundredths(value: number): number {
  return Math.round(100 * value)
}

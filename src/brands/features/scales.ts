import type { Size } from '../../image/box.ts'
import { roomIn } from '../../wasm.ts'
import type { FeatureKernel } from './kernel/module.ts'

/** One octave of the scale space, in the kernel's memory. White is {@link white}. */
export interface Octave extends Size {
  /** layers + 3 Gaussians, f32, `plane` bytes apart. */
  gaussians: number
  plane: number
  /** layers + 2 differences between neighbours, i16, `planeOfDifferences` bytes apart; the memory of the first two holds the enlarged picture while it is built. */
  differences: number
  planeOfDifferences: number
  /** Pixels of the picture that a pixel is wide. */
  step: number
  toPicture(x: number, y: number): { x: number; y: number }
}

export interface Scales {
  octaves: Octave[]
  /** First free address behind them. */
  end: number
  /** @param rgb address of interleaved RGB */
  build(rgb: number, sigmas: { firstSigma: number; cameraSigma: number }): void
}

/** What white is in the planes: differences, below it, are i16. */
export const white = 32_768

const layers = 3
/** An octave's shorter side, px, at least: places need a border, and descriptors some pixels around them. */
const smallest = 24
const widestRadius = 16
/** A Gaussian as wide as this, in steps between samples, loses nothing by being sampled. */
const leastSigma = 0.95

/**
 * Room for the scale space of a picture (Lowe 2004, section 3): each octave half as large as the one before.
 * @param enlarged how many times as large the first one is, 1 to 2
 */
export function openScales(k: FeatureKernel, { width, height, enlarged }: Size & { enlarged: number }): Scales {
  const [w0, h0] = [Math.round(width * enlarged), Math.round(height * enlarged)]
  const larger = w0 !== width || h0 !== height
  const room = roomIn(k)
  const octaves: Octave[] = []
  for (let o = 0; Math.min(w0 >> o, h0 >> o) >= smallest || o === 0; o++) {
    const [w, h] = [Math.max(1, w0 >> o), Math.max(1, h0 >> o)]
    const [plane, planeOfDifferences] = [planeBytes(4 * w * h), planeBytes(2 * w * h)]
    const step = 2 ** o / enlarged
    octaves.push({
      width: w,
      height: h,
      step,
      plane,
      gaussians: room.take(plane * (layers + 3)),
      planeOfDifferences,
      differences: room.take(planeOfDifferences * (layers + 2)),
      toPicture: (x, y) => ({ x: ((x * 2 ** o + 0.5) * width) / w0, y: ((y * 2 ** o + 0.5) * height) / h0 }),
    })
  }
  const taps = room.take(4 * (widestRadius + 1) + 8 * widestRadius)
  const row = room.take(4 * (3 * w0 + 2 * widestRadius + 64))
  const grey = room.take(4 * width * height)
  const blur = ({ from, to, change, smooth }: Blur, { width: w, height: h }: Size, sigma: number) => {
    const step = Math.min(stepOf(sigma), smooth)
    const weights = gaussianTaps(sigma / step)
    new Float32Array(k.memory.buffer, taps, weights.length).set(weights)
    k.blur(from, to, change, w, h, taps, weights.length - 1, step, row)
  }
  return {
    octaves,
    end: room.take(0),
    build(rgb, { firstSigma, cameraSigma }) {
      k.grey(rgb, width * height, white, grey)
      for (const [o, octave] of octaves.entries()) {
        const at = (layer: number) => octave.gaussians + layer * octave.plane
        const before = octaves[o - 1]
        if (before) {
          k.halve(before.gaussians + layers * before.plane, before.width, before.height, at(0))
        } else {
          // The memory of differences is free until the Gaussians are there.
          if (larger) k.enlarge(grey, width, height, octave.differences, w0, h0, row)
          const missing = Math.sqrt(firstSigma ** 2 - (cameraSigma * enlarged) ** 2)
          blur({ from: larger ? octave.differences : grey, to: at(0), change: 0, smooth: 1 }, octave, missing)
        }
        for (let layer = 1; layer < layers + 3; layer++) {
          const [less, more] = [firstSigma * 2 ** ((layer - 1) / layers), firstSigma * 2 ** (layer / layers)]
          const change = octave.differences + (layer - 1) * octave.planeOfDifferences
          const smooth = Math.max(1, Math.floor(less / leastSigma))
          blur({ from: at(layer - 1), to: at(layer), change, smooth }, octave, Math.sqrt(more ** 2 - less ** 2))
        }
      }
    },
  }
}

/** Addresses of planes; `change` gets what blurring changes, where it is not 0. */
interface Blur {
  from: number
  to: number
  change: number
  /** Widest step between taps that sees all that is in the plane. */
  smooth: number
}

/**
 * A smooth plane need not be looked at in every pixel: with taps so many px apart, what a Gaussian lets through of the waves that they
 * confuse is below 1e-7, and there is a third less to do.
 */
function stepOf(sigma: number): number {
  return Math.max(1, Math.floor(sigma / leastSigma))
}

function planeBytes(bytes: number): number {
  return Math.ceil((bytes + 64) / 64) * 64
}

/** One half of a normalised Gaussian, its middle first; it ends at three sigma. */
export function gaussianTaps(sigma: number): number[] {
  const radius = Math.min(widestRadius, Math.max(1, Math.ceil(3 * sigma)))
  const weights = Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const sum = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0)
  return weights.map((weight) => weight / sum)
}

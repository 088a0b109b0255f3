import { type Box, boxArea, hull, iou, type Size, sharedArea } from '../../image/box.ts'
import { roomIn } from '../../wasm.ts'
import { type FeatureKernel, openKernel } from './kernel/module.ts'
import type { Raster } from './reference.ts'

/** Something that stands out from what surrounds it. */
export interface Blob {
  box: Box
  /** How many level sets, of all channels, show it so. */
  levels: number
}

/** Level sets of a channel. */
const levels = 12
/** Share of the darkest and lightest px of a channel that is left out when its levels are chosen. */
const extremes = 0.01
/** For that, every so many px are enough. */
const sampling = 7
/** A channel that varies by less than this many grey levels shows nothing. */
const leastRange = 12
/** Blobs with a shorter side, px, are specks. */
const shortestSide = 6
/** Thin lines fill less of their box. */
const leastFilled = 0.08
/** Boxes that overlap by more (IoU) are one blob. */
const same = 0.8
/** Two blobs are parts of one thing: one is at most so many times as large, they share less of the smaller, and fill more of their hull. */
const paired = { larger: 4, shared: 0.2, filled: 0.4 }

/**
 * What stands out in a picture: connected parts of the level sets of lightness and two opponent colours that do not reach the
 * picture's edge. What many neighbouring levels show is a thing with an edge, after the extremal regions of Matas et al. (2002).
 * @param most the ones with most levels
 * @returns boxes in px of the picture
 */
export function blobsOf(picture: Raster, most: number): Blob[] {
  shared ??= openKernel()
  const { width, height } = picture
  const pixels = width * height
  const room = roomIn(shared)
  const planes = [room.take(4 * pixels), room.take(4 * pixels), room.take(4 * pixels)]
  const [runs, out] = [room.take(32 * pixels), room.take(16 * mostParts(picture))]
  const { buffer } = shared.memory
  const channels = planes.map((at) => new Float32Array(buffer, at, pixels))
  fillChannels(picture.rgb, channels as [Float32Array, Float32Array, Float32Array])
  const found: Blob[] = []
  for (const [i, channel] of channels.entries()) {
    const sorted = sampleOf(channel).sort()
    const low = sorted[Math.floor(extremes * sorted.length)] as number
    const high = sorted[Math.floor((1 - extremes) * (sorted.length - 1))] as number
    if (high - low < leastRange) continue
    for (let level = 1; level <= levels; level++) {
      const at = low + ((high - low) * level) / (levels + 1)
      const count = shared.partsOf(planes[i] as number, width, height, at, shortestSide, leastFilled, runs, out)
      for (const box of boxesIn(new Int32Array(buffer, out, 4 * count))) {
        const known = found.find((other) => iou(other.box, box) > same)
        if (known) known.levels++
        else found.push({ box, levels: 1 })
      }
    }
  }
  return found.sort((a, b) => b.levels - a.levels).slice(0, most)
}

let shared: FeatureKernel | null = null

/** Of a picture at one level: none is a speck, nor fills less than its share. */
function mostParts({ width, height }: Size): number {
  return Math.ceil((width * height) / (leastFilled * shortestSide ** 2))
}

function sampleOf(channel: Float32Array): Float32Array {
  const sample = new Float32Array(Math.ceil(channel.length / sampling))
  for (let i = 0; i < sample.length; i++) sample[i] = channel[sampling * i] as number
  return sample
}

function boxesIn(sides: Int32Array): Box[] {
  return Array.from({ length: sides.length / 4 }, (_, i) => ({
    x1: sides[4 * i] as number,
    y1: sides[4 * i + 1] as number,
    x2: sides[4 * i + 2] as number,
    y2: sides[4 * i + 3] as number,
  }))
}

/**
 * Hulls of two blobs that stand beside one another and are of one order of size: a symbol and its name, two halves of a disc.
 * @returns each pair once; as many levels show it as show the fainter one
 */
export function pairsOf(blobs: readonly Blob[]): Blob[] {
  return blobs.flatMap((one, i) =>
    blobs.slice(i + 1).flatMap((other) => {
      const areas = [boxArea(one.box), boxArea(other.box)] as const
      const smaller = Math.min(...areas)
      if (Math.max(...areas) > paired.larger * smaller) return []
      const shared = sharedArea(one.box, other.box)
      const both = hull([one.box, other.box])
      if (shared >= paired.shared * smaller || areas[0] + areas[1] <= paired.filled * boxArea(both)) return []
      return [{ box: both, levels: Math.min(one.levels, other.levels) }]
    }),
  )
}

/** Lightness, red against green, yellow against blue. */
function fillChannels(rgb: Uint8Array, [light, red, yellow]: [Float32Array, Float32Array, Float32Array]): void {
  for (let i = 0; i < light.length; i++) {
    const [r, g, b] = [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]
    light[i] = 0.299 * r + 0.587 * g + 0.114 * b
    red[i] = r - g
    yellow[i] = (r + g) / 2 - b
  }
}

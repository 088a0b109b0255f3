import type { Block } from '../blocks.ts'
import { planOf, planSize, writePlan } from './fourier-plan.ts'
import { kernel } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** What the Fourier transform of a block of grey levels says. */
export interface Spectrum {
  /** Frequencies with a larger magnitude than asked. */
  above: number
  /** By whole radius (cut off): summed power, |F|², and how many frequencies. */
  radii: { power: Float64Array; count: Float64Array }
  /** Magnitudes summed over a half circle of 180 points; the first is the middle's alone. Empty below 6 px a side. */
  circles: Float64Array
}

export interface SpectrumOptions {
  block: Block
  /** A frequency counts as above if its magnitude is larger. */
  magnitude: number
  /** Whether radii and circles are asked for; else they are empty. */
  radial: boolean
}

/**
 * Two-dimensional discrete Fourier transform without scaling, in double precision.
 * @param grey grey levels, rows `stride` long
 */
export function spectrumOf(
  grey: Plane | Uint8Array,
  stride: number,
  { block, magnitude, radial }: SpectrumOptions,
): Spectrum {
  const k = kernel()
  const [width, height] = [block.x2 - block.x1, block.y2 - block.y1]
  const height8 = 8 * Math.ceil(height / 8)
  const groups = (width >> 3) + 1
  const plans = { across: planOf(width), down: planOf(height) }
  const [across, down] = [planSize(plans.across), planSize(plans.down)]
  const radii = radial ? Math.floor(Math.hypot((width >> 1) + 1, (height >> 1) + 1)) + 2 : 0
  const circles = radial ? Math.max(0, Math.floor(Math.min(width, height) / 2 - 1)) : 0
  const from = resident(grey) + block.y1 * stride + block.x1
  const at = room(k, {
    ...{ across: across.plan, down: down.plan, zeros: width },
    ...{ data: 64 * (width + 3), work: Math.max(across.work, down.work), spectrum: 64 * groups * height8 },
    ...{ radii: 16 * radii, directions: directions.byteLength, circles: 8 * circles },
  })
  const { buffer } = k.memory
  const memory = new Uint8Array(buffer)
  writePlan(buffer, at.across, plans.across)
  writePlan(buffer, at.down, plans.down)
  memory.fill(0, at.zeros, at.zeros + width)
  // Of the last group some columns may not be written; what they are is not counted.
  memory.fill(0, at.spectrum + 64 * (groups - 1) * height8, at.spectrum + 64 * groups * height8)
  k.spectrumRows(
    ...([from, stride, width, height, at.across, at.data, at.work, at.zeros, at.spectrum, height8] as const),
  )
  const sums = new Float64Array(buffer, at.radii, 2 * radii).fill(0)
  const least = magnitude * magnitude
  const above = k.spectrumColumns(
    ...([at.spectrum, width, height, height8, at.down, at.work, least, radial ? at.radii : 0, radii] as const),
  )
  const rings = new Float64Array(buffer, at.circles, circles)
  if (circles > 0) {
    new Float64Array(buffer, at.directions, directions.length).set(directions)
    k.halfCircles(at.spectrum, width, height, height8, at.directions, 180, circles, at.circles)
  }
  return {
    above,
    radii: { power: sums.slice(0, radii), count: sums.slice(radii) },
    circles: circles < 2 ? new Float64Array(0) : rings.slice(),
  }
}

/** cos and sin of 91 to 270 degrees. */
const directions = Float64Array.from({ length: 360 }, (_, i) => {
  const angle = ((91 + (i >> 1)) * Math.PI) / 180
  return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
})

import type { Affine } from '../features/affine.ts'
import { patchOf, sampled } from '../features/patch.ts'
import { type Plane, pyramidOf } from '../features/pyramid.ts'
import type { Raster } from '../features/reference.ts'

/** The colours of a reference, and how strong their outlines are beside those of its lightness. */
export interface ReferenceColours {
  /** Two opponent colours: red against green, yellow against blue; 128 is neither. */
  planes: readonly [Plane, Plane]
  strength: number
}

/** A reference whose colours have outlines at least so strong, beside those of its lightness, is known by its colours, too. */
const colourful = 0.4
/** Then its colours' outlines have to be there: so much correlation of gradients is what a find has. */
const fullAgreement = 0.3

/** Red against green, yellow against blue, as levels around 128. */
const opponents = [
  (r: number, g: number) => 128 + (r - g) / 2,
  (r: number, g: number, b: number) => 128 + (r + g - 2 * b) / 4,
] as const

/** @param patch the same reference in grey, as small */
export function coloursOf(raster: Raster, patch: Plane): ReferenceColours {
  const planes = [patchOf(opponentOf(raster, 0)), patchOf(opponentOf(raster, 1))] as const
  const energy = (plane: Plane) => gradientsOf(plane).reduce((sum, value) => sum + value * value, 0)
  const grey = energy(patch)
  return { planes, strength: grey > 0 ? Math.sqrt((energy(planes[0]) + energy(planes[1])) / grey) : 0 }
}

/**
 * How much of what references are known by may be where maps say that they lie, as far as colours tell: 0 to 1 each. Lightness alone takes a
 * collar for a speech mark; a logo that is known by its colours is not looked for in others.
 * @param found a map goes from px of the reference's small planes to px of the photo
 */
export function colourAgreements(
  photo: Raster,
  found: readonly { colours: ReferenceColours; affine: Affine }[],
): number[] {
  const sums = found.map(() => ({ both: 0, own: 0, other: 0 }))
  if (found.some(({ colours }) => colours.strength >= colourful)) {
    // One after the other: there is one pyramid at a time.
    for (const i of [0, 1] as const) {
      const pyramid = pyramidOf(opponentOf(photo, i))
      for (const [j, { colours, affine }] of found.entries()) {
        const there = gradientsOf(colours.planes[i])
        const here = gradientsOf(sampled(pyramid, affine, colours.planes[i]))
        const sum = sums[j] as (typeof sums)[number]
        for (let at = 0; at < there.length; at++) {
          sum.both += (there[at] as number) * (here[at] as number)
          sum.own += (there[at] as number) ** 2
          sum.other += (here[at] as number) ** 2
        }
      }
    }
  }
  return sums.map(({ both, own, other }, j) => {
    if ((found[j]?.colours.strength ?? 0) < colourful) return 1
    if (own === 0 || other === 0) return 0
    return Math.min(1, Math.max(0, both / Math.sqrt(own * other) / fullAgreement))
  })
}

function opponentOf({ rgb, width, height }: Raster, which: 0 | 1): Raster {
  const level = opponents[which]
  const levels = new Uint8Array(rgb.length)
  for (let i = 0; i < rgb.length; i += 3) {
    const value = level(rgb[i] as number, rgb[i + 1] as number, rgb[i + 2] as number)
    levels[i] = value
    levels[i + 1] = value
    levels[i + 2] = value
  }
  return { rgb: levels, width, height }
}

/** Of each inner pixel its differences across and down. */
function gradientsOf({ grey, width, height }: Plane): Float32Array {
  const values = new Float32Array(2 * Math.max(0, width - 2) * Math.max(0, height - 2))
  let i = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++, i += 2) {
      const at = y * width + x
      values[i] = (grey[at + 1] as number) - (grey[at - 1] as number)
      values[i + 1] = (grey[at + width] as number) - (grey[at - width] as number)
    }
  }
  return values
}

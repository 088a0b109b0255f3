import { boxArea, clip, iou as iouOf } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import { boxUnder } from '../features/frame.ts'
import { surest } from '../features/sighting.ts'
import type { Logo, Recogniser } from '../recogniser.ts'
import type { BrandShape, BrandShapes } from './brand-shapes.ts'
import { likenessOf, mapOf, mostLikeness, openComparison } from './likeness.ts'
import { photoOptions, shapesIn } from './picture-shapes.ts'
import type { Shape } from './stable-shapes.ts'

/** Regions that share so much (IoU) are one thing: only the brand that it is most surprisingly like can be there. */
const oneThing = 0.5

/**
 * Finds logos by the shape of their largest part, where that stands out from its ground by light or by colour: an apple, a swoosh. It needs no
 * letters and no texture.
 */
export function openShapes({ shapes: references, tail }: BrandShapes): Recogniser {
  // The bank has enough that is like the others.
  const speaking = references.filter(({ least }) => least <= 1)
  const alike = openComparison(speaking)
  const several = new Set(references.map(({ brand }) => brand)).size > 1

  function sightingsOf(shape: Shape, picture: Picture): Sighting[] {
    return alike(shape).flatMap(({ to: reference, likeness, turn }) => {
      const surprise = reference.standardised(likeness)
      const box = boxUnder(mapOf(shape, reference, turn), reference.logo)
      const { scale, original } = picture
      const whole = { x1: box.x1 / scale, y1: box.y1 / scale, x2: box.x2 / scale, y2: box.y2 / scale }
      const logo: Logo = {
        label: 'shapes',
        stage: 'shapes',
        brand: reference.brand,
        box: clip(whole, original),
        score: 1 - tail.chanceOf(surprise),
        similarity: likeness,
        margin: several ? likeness - likestOther(shape, reference) : null,
        text: null,
        model: 'shapes',
        modelSha256: null,
      }
      return boxArea(logo.box) > 0 ? [{ logo, surprise }] : []
    })
  }

  function likestOther(shape: Shape, { brand }: BrandShape): number {
    let most = 0
    for (const other of references) {
      if (other.brand === brand || mostLikeness(shape, other) <= most) continue
      most = Math.max(most, likenessOf(shape, other).likeness)
    }
    return most
  }

  return {
    async find(picture) {
      if (speaking.length === 0) return []
      const shapes = await shapesIn(picture, photoOptions)
      return surest(winners(shapes.flatMap((shape) => sightingsOf(shape, picture))))
    },
  }
}

interface Sighting {
  logo: Logo
  surprise: number
}

function winners(sightings: readonly Sighting[]): Logo[] {
  const beaten = ({ logo, surprise }: Sighting) =>
    sightings.some(
      (other) =>
        other.logo.brand !== logo.brand && other.surprise > surprise && iouOf(other.logo.box, logo.box) > oneThing,
    )
  return sightings.filter((one) => !beaten(one)).map(({ logo }) => logo)
}

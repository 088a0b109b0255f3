import { sharedArea } from '../../image/box.ts'
import { nothingSeen } from '../../vision/detection.ts'
import type { Brand } from '../brand.ts'
import type { Keeping } from '../gallery/describe.ts'
import { referenceViews } from '../gallery/reference-views.ts'
import { referenceFeatures } from './brand-features.ts'
import { openFeatures } from './features.ts'

/** How many of a brand's photos its other references find, by local features: leave one out. */
export interface FoundByOthers {
  found: number
  photos: number
}

/**
 * What to expect of photos like the references, where no other brand is in the way. Drawings find, and are not looked for: nobody meets them.
 * @throws UsageError for a reference that is no picture
 */
export async function foundByOthers(brand: Brand, keeping: Keeping): Promise<FoundByOthers> {
  const [described = []] = await referenceFeatures([brand], keeping)
  const counted = { found: 0, photos: 0 }
  for (const [i, reference] of brand.references.entries()) {
    const others = described.filter((_, j) => j !== i).flat()
    const [view] = await referenceViews(reference)
    if (!view || view.picture.original.format === 'svg') continue
    counted.photos++
    const stage = openFeatures(others.map((features) => ({ brand: brand.name, features })))
    const { width, height } = view.picture
    const whole = { ...view.picture, original: { ...view.picture.original, width, height } }
    const logos = await stage.find(whole, nothingSeen)
    if (logos.some(({ box }) => sharedArea(box, view.box) > 0)) counted.found++
  }
  return counted
}

import type { Brand } from '../brand.ts'
import type { BrandCheck } from './check.ts'
import { fewEdges, type ReferenceQuality, smallSide } from './reference-quality.ts'

/** Fewer photos than this show too little of how a logo can look. */
const fewPhotos = 3
/** Photos that are all this like each other show one look of the logo. */
const allAlike = 0.9
/** A brand as like as this is hard to tell apart. */
const tooNear = 0.6

/** What is wrong with a brand's references, and which ones would help; empty when nothing is. */
export function adviceFor(
  { references }: Brand,
  qualities: readonly ReferenceQuality[],
  { check, read }: { check: BrandCheck | null; read: boolean | null },
): string[] {
  const called = (test: (quality: ReferenceQuality) => boolean) =>
    references
      .filter((_, i) => qualities[i] && test(qualities[i]))
      .map(({ path }) => path.split(/[\\/]/).at(-1) ?? path)
  const photos = qualities.filter(({ drawing }) => !drawing).length
  const small = called(({ drawing, width, height }) => !drawing && Math.min(width, height) < smallSide)
  const smooth = called(({ edges }) => edges < fewEdges)
  const near = check?.nearest.filter(({ similarity }) => similarity >= tooNear).map(({ name }) => name) ?? []
  return [
    photos === 0 &&
      'no photo: five photos of the logo as people see it (on things, from aside, in other light) help most',
    photos > 0 &&
      photos < fewPhotos &&
      `only ${photos} ${photos === 1 ? 'photo' : 'photos'}: five show how it can look`,
    small.length > 0 && `the logo is less than ${smallSide} px high or wide in ${list(small)}: larger ones help`,
    smooth.length > 0 && `hardly an edge in ${list(smooth)}: like much else; a photo with more of the logo helps`,
    check?.leastAlike != null &&
      photos >= fewPhotos &&
      check.leastAlike > allAlike &&
      'all photos are alike: others (another thing, angle or light) help',
    read === false &&
      'the name can be read in no reference: where a photo shows only that, it is found as a picture, not as text',
    near.length > 0 && `much like ${near.join(', ')}: photos of what tells them apart help`,
    check !== null &&
      check.photos >= fewPhotos &&
      check.recognised < check.photos / 2 &&
      'less than half of its photos are recognised by the other ones: more photos help',
  ].filter((line) => line !== false)
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

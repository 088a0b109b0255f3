import { type Box, boxArea, clip, sharedArea } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Detection, Sight } from '../vision/detection.ts'
import { backgroundUniformity, skinAround } from './background.ts'
import { largest, onPicture } from './exposure.ts'
import type { Logo } from './recogniser.ts'

export type BrandImageType = 'packshot' | 'consumer selfie' | 'brand selfie' | 'other'

/** What the rule looks at, each from 0 (no) to 1 (yes); it decides at 0.5. */
export interface Evidence {
  /** A face that is large enough to be the picture's subject. */
  face: number
  /** A person or hand at the logo, without regard to faces. */
  held: number
  /** Nobody anywhere. */
  alone: number
  /** A product that stands out: an even background, or a large logo. */
  staged: number
}

/**
 * The rule of docs/brand-image-type.md, for the logos of one brand.
 * @returns null when faces or objects were not looked for: without them the rule has nothing to go by
 */
export function brandImageType(
  logos: readonly Logo[],
  sight: Sight,
  picture: Picture,
): { type: BrandImageType; confidence: number } | null {
  if (!sight.faces || !sight.objects || logos.length === 0) return null
  return decide(evidenceOf(logos, { faces: sight.faces, objects: sight.objects }, picture))
}

/** The first that holds of: consumer selfie, brand selfie, packshot, other. Confidence: distance from 0.5 of what decided, doubled. */
export function decide({ face, held, alone, staged }: Evidence): { type: BrandImageType; confidence: number } {
  const sure = (...evidence: number[]) => Math.min(...evidence.map((e) => Math.abs(2 * e - 1)))
  if (face >= 0.5) return { type: 'consumer selfie', confidence: sure(face) }
  if (held >= 0.5) return { type: 'brand selfie', confidence: sure(face, held) }
  if (alone >= 0.5 && staged >= 0.5) return { type: 'packshot', confidence: sure(face, held, alone, staged) }
  return { type: 'other', confidence: sure(face, held, alone < staged ? alone : staged) }
}

function evidenceOf(
  logos: readonly Logo[],
  { faces, objects }: { faces: readonly Detection[]; objects: readonly Detection[] },
  picture: Picture,
): Evidence {
  const whole = picture.original.width * picture.original.height
  const persons = objects.filter(({ label }) => label === 'person')
  const logo = largest(logos).box
  const touching = persons.map((person) => person.score * shareInside(around(logo, picture), person.box))
  const skin = skinAround(picture, onPicture(logo, picture))
  const logoShare = Math.max(...logos.map(({ box }) => boxArea(box))) / whole
  return {
    face: most(faces.map(({ score, box }) => score * ramp(boxArea(box) / whole, 0, 0.02))),
    held: most([...touching, persons.length > 0 ? 0.8 * ramp(skin, 0, 0.4) : 0.6 * ramp(skin, 0.1, 0.5)]),
    alone: 1 - most([...persons, ...faces].map(({ score }) => score)),
    staged: most([ramp(backgroundUniformity(picture), 0.2, 0.9), ramp(logoShare, 0, 0.16)]),
  }
}

/** The logo and as much again on every side: a hand that holds the product is there. */
function around(box: Box, { original }: Picture): Box {
  const margin = Math.min(box.x2 - box.x1, box.y2 - box.y1)
  return clip({ x1: box.x1 - margin, y1: box.y1 - margin, x2: box.x2 + margin, y2: box.y2 + margin }, original)
}

function shareInside(box: Box, other: Box): number {
  const area = boxArea(box)
  return area > 0 ? sharedArea(box, other) / area : 0
}

function most(values: readonly number[]): number {
  return Math.max(0, ...values)
}

/** 0 up to `from`, 1 from `to` on, straight between. */
function ramp(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)))
}

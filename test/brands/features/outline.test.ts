import { expect, test } from '@jest/globals'
import type { BrandFeatures } from '../../../src/brands/features/candidates.ts'
import { openFeatures } from '../../../src/brands/features/features.ts'
import { outlinesOf } from '../../../src/brands/features/outline.ts'
import { pyramidOf } from '../../../src/brands/features/pyramid.ts'
import { describeReference } from '../../../src/brands/features/reference.ts'
import type { Logo } from '../../../src/brands/recogniser.ts'
import { type Box, cornersOf, iou } from '../../../src/image/box.ts'
import { clutter, drawn, emblem } from './pictures.ts'

/** An emblem of 100 x 60 with bars below that stand for letters: 80 x 14 at 10, 66. The logo is 100 x 84. */
const logo = (seed: number) => {
  const bars = Array.from({ length: 9 }, (_, i) => `<rect x="${10 + 9 * i}" y="66" width="6" height="14" fill="#112"/>`)
  return `<rect width="100" height="84" fill="#f4f0e0"/>${emblem(seed)}${bars.join('')}`
}
const bars: Box = { x1: 10, y1: 66, x2: 88, y2: 80 }

async function reference(seed = 1): Promise<BrandFeatures> {
  const picture = await drawn(400, 336, `<g transform="scale(4)">${logo(seed)}</g>`)
  const features = await describeReference(picture, { x1: 0, y1: 0, x2: 400, y2: 336 })
  return { brand: 'Acme', features, name: cornersOf(scaled(bars, features.width / 100)) }
}

/** The logo at 200, 120, twice as large. */
const scene = async (shapes: string) =>
  await drawn(520, 400, `${clutter(520, 400, 9)}<g transform="translate(200 120) scale(2)">${shapes}</g>`)
const whole: Box = { x1: 200, y1: 120, x2: 400, y2: 288 }
const read = { brand: 'Acme', box: moved(bars), quad: cornersOf(moved(bars)) }

test('letters get the outline that the logo has around them in its photos', async () => {
  const picture = await scene(logo(1))
  const at = { pyramid: pyramidOf(picture), raster: picture, references: [await reference()], candidates: [] }

  const [box] = outlinesOf([read], at)

  expect(iou(box ?? read.box, whole)).toBeGreaterThan(0.85)
  expect(iou(read.box, whole)).toBeLessThan(0.2)
})

test('a reference that speaks of another place is outvoted by those that agree', async () => {
  const picture = await scene(logo(1))
  const one = await reference()
  const odd = { ...one, name: cornersOf(scaled({ x1: 10, y1: 6, x2: 88, y2: 20 }, one.features.width / 100)) }
  const at = { pyramid: pyramidOf(picture), raster: picture, references: [odd, one, one], candidates: [] }

  expect(iou(outlinesOf([read], at)[0] ?? read.box, whole)).toBeGreaterThan(0.8)
})

/** A disc of 60 with a wave. */
const symbol =
  '<circle cx="30" cy="30" r="30" fill="#d22"/><path d="M2 30q28-30 56 0q-28 30-56 0" fill="#fff"/><circle cx="30" cy="30" r="8" fill="#24c"/>'

/** Outlines of names at some places, where photos show the symbol alone; it stands at 150, 142. */
async function besideLetters(margin: number, places: readonly Box[]): Promise<Box[]> {
  const side = 60 + 2 * margin
  const alone = await describeReference(
    await drawn(side, side, `<g transform="translate(${margin} ${margin})">${symbol}</g>`),
    { x1: 0, y1: 0, x2: side, y2: side },
  )
  const strokes = places.flatMap(({ x1, y1 }) =>
    Array.from({ length: 7 }, (_, i) => `<rect x="${x1 + 15 * i}" y="${y1}" width="8" height="24" fill="#eee"/>`),
  )
  const picture = await drawn(
    480,
    360,
    `<rect width="480" height="360" fill="#234"/><g transform="translate(150 142)">${symbol}</g>${strokes.join('')}`,
  )
  const references = [{ brand: 'Acme', features: alone, name: null }]
  const around = { pyramid: pyramidOf(picture), raster: picture, references, candidates: [] }
  return outlinesOf(
    places.map((box) => ({ brand: 'Acme', box, quad: cornersOf(box) })),
    around,
  )
}

const ofSymbol: Box = { x1: 150, y1: 142, x2: 210, y2: 202 }
const name: Box = { x1: 230, y1: 160, x2: 330, y2: 184 }

test('a symbol beside the letters is the outline where the photos show the symbol alone', async () => {
  const [box] = await besideLetters(3, [name])

  expect(iou(box ?? name, ofSymbol)).toBeGreaterThan(0.8)
})

test('it is that of one name, where two stand beside it', async () => {
  const below: Box = { x1: 230, y1: 196, x2: 330, y2: 220 }

  const [first = name, second = below] = await besideLetters(3, [name, below])

  expect([first, second].filter((box) => iou(box, ofSymbol) > 0.8)).toHaveLength(1)
  expect(iou(first, second)).toBeLessThan(0.3)
})

test('it has the margin with which the photos are cut', async () => {
  const [[tight = name], [wide = name]] = [await besideLetters(3, [name]), await besideLetters(12, [name])]

  expect(wide.x2 - wide.x1).toBeGreaterThan(1.1 * (tight.x2 - tight.x1))
})

/** A square of 60 with bars across it. */
const sign =
  '<rect width="60" height="60" fill="#eee"/><path d="M0 10h60v10h-60zM0 34h60v10h-60zM24 0h10v60h-10z" fill="#071"/>'

test('what two photos show is the outline rather than what one shows', async () => {
  const photo = async (shapes: string) => {
    const picture = await drawn(66, 66, `<g transform="translate(3 3)">${shapes}</g>`)
    const features = await describeReference(picture, { x1: 0, y1: 0, x2: 66, y2: 66 })
    return { brand: 'Acme', features, name: null }
  }
  const turned = `<g transform="rotate(8 30 30)">${symbol}</g>`
  const strokes = Array.from(
    { length: 7 },
    (_, i) => `<rect x="${230 + 15 * i}" y="160" width="8" height="24" fill="#eee"/>`,
  )
  const picture = await drawn(
    480,
    360,
    `<rect width="480" height="360" fill="#234"/>${strokes.join('')}
    <g transform="translate(150 142)">${symbol}</g><g transform="translate(350 142)">${sign}</g>`,
  )
  const references = [await photo(sign), await photo(turned), await photo(turned)]
  const at = { pyramid: pyramidOf(picture), raster: picture, references, candidates: [] }

  const [box] = outlinesOf([{ brand: 'Acme', box: name, quad: cornersOf(name) }], at)

  expect(iou(box ?? name, ofSymbol)).toBeGreaterThan(0.7)
})

test('letters keep their own box where the brand has no photo', async () => {
  const picture = await scene(logo(1))
  const one = await reference()
  const drawing = { ...one, features: { ...one.features, logo: { x1: 0.1, y1: 0.1, x2: 0.9, y2: 0.9 } }, name: null }

  for (const references of [[], [{ ...one, brand: 'Zeta' }], [drawing]]) {
    const at = { pyramid: pyramidOf(picture), raster: picture, references, candidates: [] }
    expect(outlinesOf([read], at)).toEqual([read.box])
  }
})

test('the stage gives wordmarks their outline in px of the original, and leaves all else of them', async () => {
  const picture = await scene(logo(1))
  const large = { ...picture, scale: 0.5, original: { ...picture.original, width: 1040, height: 800 } }
  const wordmark: Logo = {
    ...{ label: 'wordmark', stage: 'wordmark', brand: 'Acme', score: 0.9, similarity: 1, margin: null },
    ...{ text: 'Acme', model: 'reader', modelSha256: null },
    box: scaled(read.box, 2),
    letters: cornersOf(scaled(read.box, 2)),
  }
  const { findBeside } = openFeatures([await reference()])

  const [found] = await findBeside(large, [wordmark])

  expect({ ...found, box: null }).toEqual({ ...wordmark, box: null })
  expect(iou(found?.box ?? wordmark.box, scaled(whole, 2))).toBeGreaterThan(0.85)
})

function moved({ x1, y1, x2, y2 }: Box): Box {
  return { x1: 200 + 2 * x1, y1: 120 + 2 * y1, x2: 200 + 2 * x2, y2: 120 + 2 * y2 }
}

function scaled({ x1, y1, x2, y2 }: Box, by: number): Box {
  return { x1: by * x1, y1: by * y1, x2: by * x2, y2: by * y2 }
}

import { expect, test } from '@jest/globals'
import { framesOf } from '../../../src/brands/features/frame.ts'
import { describeReference, type ReferenceFeatures } from '../../../src/brands/features/reference.ts'
import type { Box } from '../../../src/image/box.ts'
import { drawn, emblem } from './pictures.ts'

/** A drawing of the emblem alone, on a plate. */
async function drawing(shapes = emblem(1)): Promise<ReferenceFeatures> {
  const plate = `<rect width="360" height="240" fill="#fff"/><g transform="translate(30 30) scale(3)">${shapes}</g>`
  return await describeReference(await drawn(360, 240, plate), whole(360, 240), { x1: 30, y1: 30, x2: 330, y2: 210 })
}

/** Cut out of a photo: the emblem with a stripe below, as high as the emblem, and a margin of a tenth around both. */
async function photo(shapes = emblem(1), margin = 0.1): Promise<ReferenceFeatures> {
  const [width, height] = [100 * (1 + 2 * margin), 120 * (1 + 2 * margin)]
  const logo = `<g transform="translate(${100 * margin} ${120 * margin})">${shapes}<rect y="75" width="100" height="30" fill="#223"/></g>`
  const ground = `<rect width="${width}" height="${height}" fill="#ccd"/>`
  const picture = await drawn(2 * width, 2 * height, `<g transform="scale(2)">${ground}${logo}</g>`)
  return await describeReference(picture, whole(picture.width, picture.height))
}

test('a drawing of a part of the logo has the frame that the photos of the logo have', async () => {
  const [frame] = framesOf([await drawing(), await photo(), await photo(emblem(1), 0.08)])

  // Of the plate: the ink is 300 x 180 at 30, 30; the logo twice as high, with a margin of .08 to .1.
  const should = { x1: 0, y1: -6, x2: 360, y2: 426 }
  for (const side of ['x1', 'x2'] as const) expect(Math.abs((frame?.[side] ?? 9) * 360 - should[side])).toBeLessThan(15)
  for (const side of ['y1', 'y2'] as const) expect(Math.abs((frame?.[side] ?? 9) * 240 - should[side])).toBeLessThan(30)
})

test('photos of something else leave a drawing its ink, and a photo is its own frame', async () => {
  const references = [await drawing(), await photo(emblem(7))]

  expect(framesOf(references)).toEqual([references[0]?.logo, whole(1, 1)])
})

test('drawings alone keep their ink', async () => {
  const only = await drawing()

  expect(framesOf([only])).toEqual([only.logo])
})

function whole(x2: number, y2: number): Box {
  return { x1: 0, y1: 0, x2, y2 }
}

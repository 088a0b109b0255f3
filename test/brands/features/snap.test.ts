import { expect, test } from '@jest/globals'
import type { BrandFeatures } from '../../../src/brands/features/candidates.ts'
import { describeReference } from '../../../src/brands/features/reference.ts'
import { snapped } from '../../../src/brands/features/snap.ts'
import { type Box, iou } from '../../../src/image/box.ts'
import { drawn, emblem } from './pictures.ts'

/** An emblem of 100 x 60 on a plain ground, twice as large, at 120, 80. */
const photo = async () =>
  await drawn(
    480,
    320,
    `<rect width="480" height="320" fill="#5a7a5a"/><g transform="translate(120 80) scale(2)">${emblem(1)}</g>`,
  )
const truth: Box = { x1: 120, y1: 80, x2: 320, y2: 200 }

async function reference(): Promise<BrandFeatures> {
  const picture = await drawn(400, 240, `<g transform="scale(4)">${emblem(1)}</g>`)
  return { brand: 'Acme', features: await describeReference(picture, { x1: 0, y1: 0, x2: 400, y2: 240 }) }
}

test('an outline that is off is moved towards where the thing ends', async () => {
  const picture = await photo()
  const references = [await reference()]
  for (const off of [
    { x1: 108, y1: 70, x2: 336, y2: 216 },
    { x1: 136, y1: 88, x2: 308, y2: 194 },
    { x1: 140, y1: 92, x2: 340, y2: 212 },
  ]) {
    const [box] = snapped([{ brand: 'Acme', box: off }], picture, references)

    expect(iou(box ?? off, truth)).toBeGreaterThan(iou(off, truth) + 0.05)
  }
})

test('one that is right stays', async () => {
  const [box] = snapped([{ brand: 'Acme', box: truth }], await photo(), [await reference()])

  expect(iou(box ?? { x1: 0, y1: 0, x2: 1, y2: 1 }, truth)).toBeGreaterThan(0.95)
})

test('one far from all that stands out, and one of a brand without photos, is left as it is', async () => {
  const picture = await photo()
  const away: Box = { x1: 20, y1: 250, x2: 80, y2: 300 }

  expect(snapped([{ brand: 'Acme', box: away }], picture, [await reference()])).toEqual([away])
  expect(snapped([{ brand: 'Zeta', box: truth }], picture, [await reference()])).toEqual([truth])
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backgroundUniformity, skinAround } from '../../src/brands/background.ts'
import { brandImageType, decide } from '../../src/brands/brand-image-type.ts'
import type { Logo } from '../../src/brands/recogniser.ts'
import type { Box } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { type Detection, nothingSeen, type Sight } from '../../src/vision/detection.ts'

/** One colour, unless `paint` says otherwise. */
function picture(paint: (x: number, y: number) => [number, number, number]): Picture {
  const [width, height] = [200, 200]
  const rgb = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(paint(x, y), 3 * (y * width + x))
  return {
    rgb,
    width,
    height,
    scale: 1,
    original: { width, height, format: 'jpeg', bytes: 1 },
    warnings: [],
    capturedAt: null,
  }
}

const white = picture(() => [250, 250, 250])
const busy = picture((x, y) => [(x * 37) % 256, (y * 91) % 256, (x * y) % 256])
const onSkin = picture((x, y) => (((x >> 3) + (y >> 3)) % 5 ? [205, 150, 125] : [20, 60, 120]))

const at = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 })
const logo: Logo = {
  label: 'wordmark',
  stage: 'wordmark',
  brand: 'A',
  box: at(80, 80, 120, 100),
  score: 0.9,
  similarity: 1,
  margin: null,
  text: 'A',
  model: 'm',
  modelSha256: 'x',
}
const found = (label: string, box: Box, score = 0.9): Detection => ({ label, box, score })
const seen = (parts: Partial<Sight>): Sight => ({
  ...nothingSeen,
  objects: [],
  faces: [],
  text: [],
  ...parts,
})

describe('the type of a brand image', () => {
  test('is a packshot for a logo alone on an even background', () => {
    expect(brandImageType([logo], seen({}), white)).toMatchObject({ type: 'packshot' })
  })

  test('is a consumer selfie with a large face', () => {
    const sight = seen({ faces: [found('face', at(20, 10, 90, 90))], objects: [found('person', at(0, 0, 200, 200))] })

    expect(brandImageType([logo], sight, white)).toMatchObject({ type: 'consumer selfie' })
  })

  test('is a brand selfie with a person at the logo and no face', () => {
    expect(brandImageType([logo], seen({ objects: [found('person', at(0, 40, 200, 200))] }), busy)?.type).toBe(
      'brand selfie',
    )
  })

  test('is a brand selfie with skin all around the logo', () => {
    expect(brandImageType([logo], seen({}), onSkin)?.type).toBe('brand selfie')
  })

  test('is other for a small logo in a busy scene, and for a passer-by far from it', () => {
    const small = { ...logo, box: at(80, 80, 90, 85) }

    expect(brandImageType([small], seen({}), busy)?.type).toBe('other')
    expect(brandImageType([small], seen({ objects: [found('person', at(180, 100, 195, 190))] }), white)?.type).toBe(
      'other',
    )
  })

  test('is unknown when faces or objects were not looked for', () => {
    expect(brandImageType([logo], seen({ faces: null }), white)).toBeNull()
    expect(brandImageType([logo], seen({ objects: null }), white)).toBeNull()
  })

  test('has a confidence from 0 to 1, 0 where the deciding evidence stands at one half', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, share, share, (face, held, alone, staged) => {
        const { confidence } = decide({ face, held, alone, staged })
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
    expect(decide({ face: 0.5, held: 0, alone: 0, staged: 0 }).confidence).toBe(0)
    expect(decide({ face: 0, held: 0, alone: 1, staged: 1 })).toEqual({ type: 'packshot', confidence: 1 })
  })
})

test('one colour is a uniform background, noise is not', () => {
  expect(backgroundUniformity(white)).toBe(1)
  expect(backgroundUniformity(busy)).toBeLessThan(0.3)
})

test('skin is seen around a box, in light and dark tones, not inside of it', () => {
  for (const tone of [
    [224, 172, 140],
    [141, 85, 60],
    [92, 58, 42],
  ] as const) {
    expect(
      skinAround(
        picture(() => [...tone]),
        logo.box,
      ),
    ).toBe(1)
  }
  expect(skinAround(white, logo.box)).toBe(0)
})

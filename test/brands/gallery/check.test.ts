import { describe, expect, test } from '@jest/globals'
import { adviceFor } from '../../../src/brands/gallery/advice.ts'
import { type BrandCheck, checkBrands } from '../../../src/brands/gallery/check.ts'
import type { EmbeddedReference } from '../../../src/brands/gallery/embed-references.ts'
import { embeddedGallery } from '../../../src/brands/gallery/embedded-gallery.ts'
import { qualityDescriber, type ReferenceQuality } from '../../../src/brands/gallery/reference-quality.ts'
import type { Picture } from '../../../src/image/picture.ts'
import { seeded } from '../../../src/random.ts'

const random = seeded(7)

/** A photo of a logo in a direction of the plane; by chance, things are about .2 like it. */
function photo(degrees: number, chance = 0.2): EmbeddedReference {
  const vector = Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
  return {
    vectors: [vector],
    maxima: [Float32Array.from({ length: 200 }, () => chance + 0.02 * (random.next() + random.next() + random.next()))],
  }
}

function check(references: Record<string, EmbeddedReference[]>, drawings: readonly EmbeddedReference[] = []) {
  const brands = Object.keys(references).map((name) => ({ name, threshold: null }))
  const embedded = Object.values(references)
  const model = { name: 'test', sha256: 'f'.repeat(64) }
  const gallery = embeddedGallery(brands, embedded, { falseAlarms: 0.02, commoner: 1, model })
  return checkBrands({ embedded, gallery }, (i, j) => drawings.includes(embedded[i]?.[j] as EmbeddedReference))
}

describe('the check of a brand', () => {
  test('counts the photos that the other ones recognise', () => {
    const [acme, zeta] = check({ Acme: [photo(0), photo(10), photo(95)], Zeta: [photo(180), photo(185)] })

    expect(acme).toMatchObject({ name: 'Acme', photos: 3, recognised: 2, confused: 0 })
    expect(zeta).toMatchObject({ photos: 2, recognised: 2 })
    expect(acme?.leastAlike).toBeCloseTo(Math.cos((95 * Math.PI) / 180), 5)
  })

  test('counts the photos that would be taken for another brand, and names it as the nearest', () => {
    const [acme] = check({ Acme: [photo(0), photo(120)], Zeta: [photo(118), photo(180)] })

    expect(acme).toMatchObject({ recognised: 0, confused: 1 })
    expect(acme?.nearest[0]).toEqual({ name: 'Zeta', similarity: expect.closeTo(Math.cos((2 * Math.PI) / 180), 5) })
  })

  test('shares the rate of false alarms among the brands', () => {
    const checks = check({ Acme: [photo(0)], Zeta: [photo(90)], Omega: [photo(180)] })

    const rates = checks.map(({ falseAlarms }) => falseAlarms)
    expect(rates.every((rate) => rate > 0 && rate < 0.03)).toBe(true)
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeGreaterThan(0.005)
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThan(0.05)
  })

  test('asks for as much more likeness as other photos raise more alarms than the bank', () => {
    const embedded = [[photo(0)], [photo(90)]]
    const brands = ['Acme', 'Zeta'].map((name) => ({ name, threshold: null }))
    const model = { name: 'test', sha256: 'f'.repeat(64) }
    const known = embeddedGallery(brands, embedded, { falseAlarms: 0.01, commoner: 1, model })
    const others = embeddedGallery(brands, embedded, { falseAlarms: 0.02, commoner: 2, model })
    const rates = [known, others].map((gallery) => checkBrands({ embedded, gallery }, () => false)[0]?.falseAlarms ?? 0)

    expect(others.threshold).toBe(known.threshold)
    expect(rates[1]).toBeCloseTo(2 * (rates[0] ?? 0), 9)
  })

  test('says nothing of recognition where there is no photo, or one', () => {
    const drawing = {
      vectors: [...photo(0).vectors, ...photo(3).vectors],
      maxima: [...photo(0).maxima, ...photo(3).maxima],
    }
    const plate = photo(45)
    const references = { Drawn: [drawing, plate], Single: [photo(90)], None: [] }
    const [drawn, single, none] = check(references, [drawing, plate])

    expect(drawn).toMatchObject({ photos: 0, recognised: 0, leastAlike: null })
    expect(single).toMatchObject({ photos: 1, recognised: 0, leastAlike: null })
    expect(none).toMatchObject({ photos: 0, falseAlarms: 0, nearest: [] })
  })
})

describe('advice', () => {
  const good: ReferenceQuality = { width: 200, height: 120, edges: 0.2, drawing: false }
  const fine: BrandCheck = {
    name: 'Acme',
    recognised: 5,
    photos: 5,
    confused: 0,
    falseAlarms: 0.001,
    nearest: [],
    leastAlike: 0.4,
  }
  const advise = (
    qualities: ReferenceQuality[],
    { check = fine, read = true }: Partial<Parameters<typeof adviceFor>[2]> = {},
  ) => {
    const references = qualities.map((_, i) => ({ path: `/refs/${i + 1}.jpg`, box: null, colour: null }))
    const brand = { name: 'Acme', aliases: [], handles: [], hashtags: [], threshold: null, references }
    return adviceFor(brand, qualities, { check, read })
  }
  const five = [good, good, good, good, good]

  test('is silent when nothing is wrong', () => {
    expect(advise(five)).toEqual([])
  })

  test.each<[string, ReferenceQuality[], Partial<Parameters<typeof adviceFor>[2]>, RegExp]>([
    ['no photo', [{ ...good, drawing: true }], {}, /^no photo: five photos/],
    ['few photos', [good], {}, /^only 1 photo: five show/],
    ['a small logo', [{ ...good, height: 20 }, good, good], {}, /less than 40 px high or wide in 1\.jpg/],
    ['a smooth logo', [good, { ...good, edges: 0.001 }, good], {}, /hardly an edge in 2\.jpg/],
    ['photos that are alike', five, { check: { ...fine, leastAlike: 0.97 } }, /all photos are alike/],
    ['no text', five, { read: false }, /name can be read in no reference/],
    ['a near brand', five, { check: { ...fine, nearest: [{ name: 'Zeta', similarity: 0.8 }] } }, /^much like Zeta/],
    ['photos that do not help each other', five, { check: { ...fine, recognised: 1 } }, /less than half/],
  ])('names %s', (_, qualities, facts, message) => {
    expect(advise(qualities, facts)).toEqual([expect.stringMatching(message)])
  })
})

test('edges are counted alike at every size: none on a plain field, many on bars', async () => {
  const picture = (size: number, value: (x: number) => number): Picture => {
    const rgb = Uint8Array.from({ length: 3 * size * size }, (_, i) => value((Math.floor(i / 3) % size) / size))
    const original = { width: size, height: size, format: 'png', bytes: 1 }
    return { rgb, width: size, height: size, original, scale: 1, warnings: [], capturedAt: null }
  }
  const edges = async (size: number, value: (x: number) => number) => {
    const box = { x1: 0, y1: 0, x2: size, y2: size }
    return (await qualityDescriber.describe([{ picture: picture(size, value), box }])).edges
  }
  const bars = (x: number) => (Math.floor(8 * x) % 2) * 255

  expect(await edges(100, () => 90)).toBe(0)
  const [small, large] = [await edges(64, bars), await edges(512, bars)]
  expect(small).toBeGreaterThan(0.05)
  expect(Math.abs(small - large)).toBeLessThan(0.05)
})

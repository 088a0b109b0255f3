import { describe, expect, test } from '@jest/globals'
import { findEmbedded } from '../../src/brands/embedding.ts'
import type { EmbeddedBrand, EmbeddedGallery } from '../../src/brands/gallery/embedded-gallery.ts'
import type { LogoRegion } from '../../src/vision/detection.ts'

/** A direction in a plane: 0 is Acme's, 90 degrees Zeta's. */
function at(degrees: number): Float32Array {
  return Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
}

const together = { location: 0, scale: 1 }

function brand(name: string, degrees: number, threshold: number | null = null): EmbeddedBrand {
  return {
    name,
    threshold,
    vectors: [at(degrees)],
    references: [0],
    yardsticks: [{ location: 0.2, scale: 0.1 }],
    together,
  }
}

const gallery: EmbeddedGallery = {
  brands: [brand('Acme', 0), brand('Zeta', 90)],
  threshold: 5,
  highest: Float32Array.from({ length: 100 }, (_, i) => i / 25),
  commoner: 1,
  model: { name: 'test', sha256: 'f'.repeat(64) },
}

function region(degrees: number, { x = 0, label = 'logo' as LogoRegion['label'], score = 0.6 } = {}): LogoRegion {
  return { label, score, box: { x1: x, y1: 0, x2: x + 50, y2: 50 }, vector: at(degrees) }
}

const find = (logos: LogoRegion[], more: Partial<EmbeddedGallery> = {}) =>
  findEmbedded({ ...gallery, ...more }, { logos })

describe('a region', () => {
  test('is of the brand that it is like, with the similarity, the lead over the next brand, and how rare that is', () => {
    const [logo] = find([region(10)])

    expect(logo).toMatchObject({ brand: 'Acme', stage: 'embedding', model: 'test' })
    expect(logo?.similarity).toBeCloseTo(Math.cos((10 * Math.PI) / 180), 5)
    expect(logo?.margin).toBeCloseTo(Math.cos((10 * Math.PI) / 180) - Math.cos((80 * Math.PI) / 180), 5)
    expect(logo?.score).toBeGreaterThan(0.98)
    expect(logo?.score).toBeLessThanOrEqual(1)
  })

  test('between two brands is of neither', () => {
    expect(find([region(44)]).map(({ brand: name }) => name)).toEqual([null])
    expect(find([region(44, { label: 'window' })])).toEqual([])
  })

  test('that looks like a logo and is like no brand is unknown; text and windows that are like none are nothing', () => {
    const found = find([region(200), region(200, { x: 100, label: 'text' }), region(200, { x: 200, score: 0.1 })])

    expect(found.map(({ label, brand: name, score }) => [label, name, score])).toEqual([['unknown', null, 0.6]])
  })

  test('is less sure where other photos have what is as like more often than those of the bank', () => {
    const [sure, doubtful] = [1, 3].map((commoner) => find([region(10)], { commoner })[0]?.score ?? 0)

    expect(1 - (doubtful ?? 0)).toBeCloseTo(3 * (1 - (sure ?? 0)), 9)
    expect(find([region(10)], { commoner: 1e9 })[0]?.score).toBe(0)
  })

  test('that several candidates overlap is one logo: the one most like it', () => {
    const found = find([region(12, { x: 5 }), region(3), region(8, { x: 10, label: 'text' }), region(4, { x: 300 })])

    expect(found.map(({ box }) => box.x1)).toEqual([0, 300])
  })

  test("of a brand with a threshold of the user's own is judged by that", () => {
    const strict = [brand('Acme', 0, 0.99), brand('Zeta', 90)]

    expect(find([region(10, { label: 'window' })], { brands: strict })).toEqual([])
    expect(find([region(5)], { brands: strict }).map(({ brand: name }) => name)).toEqual(['Acme'])
  })

  test('is of the only brand when one is tracked, and has no margin', () => {
    const [logo] = find([region(10)], { brands: [brand('Acme', 0)] })

    expect(logo).toMatchObject({ brand: 'Acme', margin: null })
  })

  test('is of the brand that several references speak for, not of one with a single reference as like it', () => {
    const of = (name: string, degrees: number[]): EmbeddedBrand => ({
      name,
      threshold: null,
      vectors: degrees.map(at),
      references: degrees.map((_, i) => i),
      yardsticks: degrees.map(() => ({ location: 0.2, scale: 0.1 })),
      together,
    })
    const brands = [of('Acme', [0, 5, 10, 15]), of('Zeta', [8, 70, 80, 90, 100])]

    expect(find([region(8)], { brands }).map(({ brand: name }) => name)).toEqual(['Acme'])
    expect(find([region(8)], { brands: brands.slice(1) }).map(({ brand: name }) => name)).toEqual([null])
  })

  test('is of none where no brand has a reference', () => {
    const names = [{ name: 'Acme', threshold: null, vectors: [], references: [], yardsticks: [], together }]

    expect(find([region(10, { label: 'window' })], { brands: names })).toEqual([])
    expect(find([])).toEqual([])
    expect(findEmbedded(gallery, { logos: null })).toEqual([])
  })
})

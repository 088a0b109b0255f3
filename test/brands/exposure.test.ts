import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { brandColumns } from '../../src/brands/columns.ts'
import { centrality, exposures, position } from '../../src/brands/exposure.ts'
import type { Logo } from '../../src/brands/recogniser.ts'
import type { Box } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { variablesOf } from '../../src/variables/registry/index.ts'
import { nothingSeen, type Sight } from '../../src/vision/detection.ts'

/** Half the size of its original; noise in the left half, grey on the right. */
const picture: Picture = (() => {
  const [width, height] = [100, 80]
  const rgb = new Uint8Array(3 * width * height).fill(128)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < 50; x++) rgb.fill(((x * 7 + y * 13) % 11) * 20, 3 * (y * width + x), 3 * (y * width + x) + 3)
  return {
    rgb,
    width,
    height,
    scale: 0.5,
    original: { width: 200, height: 160, format: 'jpeg', bytes: 1 },
    warnings: [],
    capturedAt: null,
  }
})()

function logo(brand: string, box: Box, score = 0.9): Logo {
  return {
    label: 'wordmark',
    stage: 'wordmark',
    brand,
    box,
    score,
    similarity: 1,
    margin: null,
    text: brand,
    model: 'm',
    modelSha256: 'x',
  }
}

const sight: Sight = { ...nothingSeen, objects: [], faces: [], text: [] }

describe('exposure', () => {
  test('counts overlapping logos once in the area, and the largest brand comes first', () => {
    const rows = exposures(
      [
        logo('Small', { x1: 150, y1: 10, x2: 160, y2: 20 }),
        logo('Large', { x1: 0, y1: 0, x2: 80, y2: 40 }, 0.7),
        logo('Large', { x1: 40, y1: 0, x2: 100, y2: 40 }),
      ],
      picture,
    )

    expect(rows.map(({ brand }) => brand)).toEqual(['Large', 'Small'])
    expect(rows[0]).toMatchObject({
      logo_count: 2,
      logo_size: (100 * 40) / (200 * 160),
      score: 0.9,
      logo_position: 'top left',
    })
    expect(rows[0]?.logo_share).toBeCloseTo(2 / 3)
  })

  test('clarity is above 1 where the logo is sharper than the picture, 0 on plain grey', () => {
    const [sharp, flat] = exposures(
      [logo('A', { x1: 10, y1: 10, x2: 80, y2: 100 }), logo('B', { x1: 140, y1: 40, x2: 180, y2: 80 })],
      picture,
    )

    expect(sharp?.logo_clarity).toBeGreaterThan(1)
    expect(flat?.logo_clarity).toBe(0)
  })

  test('shares and sizes stay between 0 and 1 for any boxes', () => {
    const box = fc
      .tuple(
        fc.integer({ min: 0, max: 199 }),
        fc.integer({ min: 0, max: 159 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 160 }),
      )
      .map(([x1, y1, w, h]) => ({ x1, y1, x2: Math.min(200, x1 + w), y2: Math.min(160, y1 + h) }))
    fc.assert(
      fc.property(
        fc.array(fc.record({ box, brand: fc.constantFrom('a', 'b') }), { minLength: 1, maxLength: 5 }),
        (logos) => {
          const rows = exposures(
            logos.map(({ box: at, brand }) => logo(brand, at)),
            picture,
          )
          for (const row of rows) {
            expect(row.logo_size).toBeGreaterThan(0)
            expect(row.logo_size).toBeLessThanOrEqual(1)
            expect(row.logo_centrality).toBeGreaterThanOrEqual(0)
            expect(row.logo_centrality).toBeLessThanOrEqual(1)
          }
          expect(rows.reduce((sum, row) => sum + row.logo_share, 0)).toBeCloseTo(1)
        },
      ),
    )
  })

  test('centrality is 1 in the middle and 0 in a corner', () => {
    expect(centrality({ x1: 90, y1: 70, x2: 110, y2: 90 }, picture.original)).toBe(1)
    expect(centrality({ x1: 0, y1: 0, x2: 0, y2: 0 }, picture.original)).toBeCloseTo(0)
  })

  test.each([
    [10, 10, 'top left'],
    [100, 80, 'centre'],
    [100, 150, 'bottom centre'],
    [199, 80, 'middle right'],
  ])('a logo at %d, %d is %s', (x, y, name) => {
    expect(position({ x1: x, y1: y, x2: x, y2: y }, picture.original)).toBe(name)
  })
})

describe('brand columns', () => {
  const logos = [logo('A', { x1: 90, y1: 70, x2: 110, y2: 90 }), logo('B', { x1: 0, y1: 0, x2: 100, y2: 100 })]

  test('are those of the focal brand', () => {
    const columns = brandColumns(logos, exposures(logos, picture), sight, picture)

    expect(columns).toMatchObject({ brands: ['B', 'A'], brand: 'B', logo_count: 1, logo_size: 10000 / 32000 })
    expect(columns.brand_image_type).not.toBeNull()
  })

  test('tell no brand found from brands not looked for', () => {
    expect(brandColumns([], [], sight, picture)).toMatchObject({
      brands: [],
      brand: null,
      logo_count: 0,
      logo_size: null,
    })
    expect(brandColumns(null, [], sight, picture)).toMatchObject({ brands: null, logo_count: null })
  })

  test('are the columns of the registry, and so are the exposures', () => {
    const columns = Object.keys(brandColumns(null, [], sight, picture))
    const registered = variablesOf('images').filter(({ family }) => family === 'brand')

    expect(columns.sort()).toEqual(registered.map(({ name }) => name).sort())
    const row = Object.keys(exposures(logos, picture)[0] ?? {})
    expect(['row_id', ...row].sort()).toEqual(
      variablesOf('exposures')
        .map(({ name }) => name)
        .sort(),
    )
  })
})

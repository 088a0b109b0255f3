import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { findEmbedded } from '../../../src/brands/embedding.ts'
import { embeddedGallery, packGallery, readEmbeddedGallery } from '../../../src/brands/gallery/embedded-gallery.ts'
import { likenessOf } from '../../../src/brands/gallery/likeness.ts'
import { type Random, seeded } from '../../../src/random.ts'
import { highestIn, photosOf, vector } from './random-vectors.ts'

const model = { name: 'test', sha256: 'f'.repeat(64) }

function galleryOf(brands: number, references: number, random: Random) {
  const bank = photosOf(random, 400)
  const embedded = Array.from({ length: brands }, () =>
    Array.from({ length: references }, () => {
      const reference = vector(random, 0.3 + random.next())
      return { vectors: [reference], maxima: [Float32Array.from(bank, (photo) => highestIn(photo, reference))] }
    }),
  )
  const names = embedded.map((_, i) => ({ name: `brand ${i}`, threshold: null }))
  return embeddedGallery(names, embedded, { falseAlarms: 0.02, commoner: 1, model })
}

describe('a gallery', () => {
  test.each([
    [1, 1],
    [1, 5],
    [13, 5],
    [100, 5],
  ])('of %d brands of %d references keeps the rate of false alarms', (brands, references) => {
    const random = seeded(brands + references)
    const gallery = galleryOf(brands, references, random)
    const fresh = photosOf(random, 1500)

    const alarms = fresh.filter((photo) =>
      findEmbedded(gallery, {
        logos: photo.map((one) => ({ label: 'window', score: 0, box: { x1: 0, y1: 0, x2: 9, y2: 9 }, vector: one })),
      }).some(({ brand }) => brand !== null),
    )

    // The bank is a sample of 400: twice the rate is what it can promise.
    expect(alarms.length / fresh.length).toBeLessThan(0.045)
  })

  test('is read by the lanes as it was packed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limelight-gallery-'))
    try {
      const gallery = galleryOf(3, 4, seeded(2))
      await writeFile(join(folder, 'gallery'), packGallery(gallery))

      expect(await readEmbeddedGallery(join(folder, 'gallery'))).toEqual(gallery)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('without any reference finds nothing', () => {
    const gallery = embeddedGallery([{ name: 'Acme', threshold: null }], [[]], {
      falseAlarms: 0.02,
      commoner: 1,
      model,
    })

    const box = { x1: 0, y1: 0, x2: 9, y2: 9 }
    expect(findEmbedded(gallery, { logos: [{ label: 'window', score: 0, box, vector: vector(seeded(1)) }] })).toEqual(
      [],
    )
  })
})

describe('likeness to a brand', () => {
  test('is the mean of what the more like half of its references say', () => {
    expect(likenessOf([1, 9, 5, 3, 7, -20], [0, 1, 2, 3, 4, 5])).toBe(7)
    expect(likenessOf([2, 4, 9], [0, 1, 2])).toBe(6.5)
    expect(likenessOf([2, 4], [0, 1])).toBe(4)
    expect(likenessOf([], [])).toBe(0)
  })

  test('takes of the views of a drawing the one that is most like it', () => {
    expect(likenessOf([2, 8, 5, 4, 1], [0, 1, 1, 1, 2])).toBe(5)
    expect(likenessOf([3, 8, 5], [0, 0, 0])).toBe(8)
  })
})

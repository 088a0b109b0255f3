import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { calibrate } from '../../../src/brands/gallery/calibration.ts'
import { builtInNegatives, maximaOf, packNegatives, readNegatives } from '../../../src/brands/gallery/negatives.ts'
import { quantileOf, tailFrom } from '../../../src/brands/gallery/tail.ts'
import { seeded } from '../../../src/random.ts'
import { gaussian, highestIn, photosOf, vector } from './random-vectors.ts'

describe('the threshold', () => {
  test.each([
    [1, 1],
    [13, 5],
    [100, 5],
    [500, 2],
  ])('keeps the rate of false alarms over %d brands of %d references', (brands, references) => {
    const random = seeded(brands)
    const tracked = Array.from({ length: brands * references }, () => vector(random, 0.3 + random.next()))
    const bank = photosOf(random, 400)
    const fresh = photosOf(random, brands > 100 ? 400 : 1500)

    const { threshold, yardsticks } = calibrate(
      tracked.map((reference) => Float32Array.from(bank, (photo) => highestIn(photo, reference))),
      0.02,
    )

    const alarms = fresh.filter((photo) =>
      tracked.some((reference, i) => {
        const { location = 0, scale = 1 } = yardsticks[i] ?? {}
        return (highestIn(photo, reference) - location) / scale >= threshold
      }),
    )
    // The bank itself is a sample: twice the rate is what 400 photos can promise.
    expect(alarms.length / fresh.length).toBeLessThan(0.045)
    if (brands < 500) expect(alarms.length / fresh.length).toBeGreaterThan(0.004)
  })

  test('is lower where more false alarms are allowed', () => {
    const random = seeded(3)
    const maxima = [Float32Array.from({ length: 200 }, () => random.next())]

    const thresholds = [0.001, 0.01, 0.05, 0.2].map((share) => calibrate(maxima, share).threshold)

    expect(thresholds).toEqual([...thresholds].sort((a, b) => b - a))
  })

  test('is not moved far by a photo of the bank that shows the brand after all', () => {
    const random = seeded(4)
    const clean = Float32Array.from({ length: 300 }, () => 0.3 + 0.05 * gaussian(random))
    const tainted = Float32Array.from(clean).fill(0.95, 0, 2)

    const [a, b] = [calibrate([clean], 0.02).threshold, calibrate([tainted], 0.02).threshold]

    expect(Math.abs(b - a)).toBeLessThan(0.4)
  })
})

describe('a tail', () => {
  test('of exponential values goes on as they do beyond the largest', () => {
    const random = seeded(1)
    const tail = tailFrom(Array.from({ length: 4000 }, () => -Math.log(1 - random.next())))

    // P(X >= x) = exp(-x)
    for (const share of [0.05, 0.01, 0.001, 0.0001]) {
      expect(tail.valueAt(share) / -Math.log(share)).toBeCloseTo(1, 0.9)
      expect(Math.log(tail.chanceOf(-Math.log(share))) / Math.log(share)).toBeCloseTo(1, 0.9)
    }
  })

  test('says the value of a share and the share of a value alike', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 20, maxLength: 200 })
    fc.assert(
      fc.property(values, fc.double({ min: 0.0001, max: 0.09, noNaN: true }), (some, share) => {
        const tail = tailFrom(some)
        if (quantileOf(some, 0.95) - quantileOf(some, 0.9) < 1e-6) return

        expect(tail.chanceOf(tail.valueAt(share))).toBeCloseTo(share, 6)
      }),
    )
  })

  test('rests on quantiles as numpy has them', () => {
    // numpy.quantile([3, 1, 2, 10, 7], [0, .1, .5, .9, 1])
    expect([0, 0.1, 0.5, 0.9, 1].map((share) => quantileOf([3, 1, 2, 10, 7], share))).toEqual([
      1,
      expect.closeTo(1.4),
      3,
      expect.closeTo(8.8),
      10,
    ])
  })
})

test('other photos raise more alarms than those of the bank inside the package, as its networks know these', async () => {
  expect((await readNegatives(builtInNegatives))?.commoner).toBeGreaterThan(1)
})

test('a bank of negatives keeps similarities within a hundredth in a quarter of the space', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-negatives-'))
  const random = seeded(9)
  const photos = [[vector(random), vector(random)], [], [vector(random)]]
  const path = join(folder, 'bank.pack')
  await writeFile(path, packNegatives(photos, 'f'.repeat(64)))
  const bank = await readNegatives(path)
  if (!bank) throw new Error('the bank is not there')

  const probe = vector(random)
  const maxima = maximaOf(probe, bank)

  const exact = photos.map((photo) =>
    Math.max(-1, ...photo.map((one) => one.reduce((sum, value, j) => sum + value * (probe[j] as number), 0))),
  )
  for (const [i, value] of exact.entries()) expect(Math.abs(value - (maxima[i] ?? 9))).toBeLessThan(0.01)
  expect(bank.commoner).toBe(1)
  expect(await readNegatives(join(folder, 'none.pack'))).toBeNull()
  await writeFile(path, 'something else')
  await expect(readNegatives(path)).rejects.toThrow(/bank\.pack: is no bank of negatives/)
  await rm(folder, { recursive: true })
})

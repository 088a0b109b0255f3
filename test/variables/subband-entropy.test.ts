import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { transformPlane } from '../../src/variables/kernel/fourier-plane.ts'
import { subbandEntropyVariables } from '../../src/variables/subband-entropy.ts'
import { spectraOf, subbandsOf } from '../../src/variables/subbands.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn, noise, scene } from '../image/pictures.ts'

const sizes = fc.record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 11 }) })
const numbers = (count: number, seed: number) =>
  Float64Array.from({ length: count }, (_, i) => noise(i + 977 * seed) - 100)

test('a plane is transformed as the definition says', () => {
  fc.assert(
    fc.property(sizes, ({ width, height }) => {
      const [re, im] = [numbers(width * height, 1), numbers(width * height, 2)]
      const expected = Array.from({ length: width * height }, (_, at) => {
        const [u, v] = [at % width, Math.floor(at / width)]
        let [sumRe, sumIm] = [0, 0]
        for (let i = 0; i < re.length; i++) {
          const angle = -2 * Math.PI * ((u * (i % width)) / width + (v * Math.floor(i / width)) / height)
          sumRe += (re[i] as number) * Math.cos(angle) - (im[i] as number) * Math.sin(angle)
          sumIm += (re[i] as number) * Math.sin(angle) + (im[i] as number) * Math.cos(angle)
        }
        return [sumRe, sumIm] as const
      })

      transformPlane({ width, height, re, im })

      for (const [at, [one, other]] of expected.entries()) {
        expect(re[at]).toBeCloseTo(one, 6)
        expect(im[at]).toBeCloseTo(other, 6)
      }
    }),
    { numRuns: 40 },
  )
})

test.each([
  ['across', 12, 0, 0],
  ['along the falling diagonal', 9, 9, 1],
  ['down', 0, 12, 2],
])('a wave that goes %s is in the subband of its scale and direction', (_, x, y, band) => {
  const size = { width: 64, height: 64 }
  const wave = Float64Array.from({ length: 64 * 64 }, (_, i) =>
    Math.cos((2 * Math.PI * (x * (i % 64) + y * (i >> 6))) / 64),
  )
  const energies: number[] = []

  subbandsOf(size)(spectraOf(wave, wave, size)[0], (one) => energies.push(one.reduce((sum, v) => sum + v * v, 0)))

  expect(energies).toHaveLength(13)
  // Twelve waves a side of 64 pixels are between the first scale and the second.
  const directions = [0, 1, 2, 3].map((i) => (energies[i] ?? 0) + (energies[i + 4] ?? 0))
  expect(Math.max(...directions)).toBe(directions[band])
  const rest = energies.slice(8).reduce((sum, energy) => sum + energy, 0)
  expect(rest).toBeLessThan(1e-9 * (directions[band] as number))
})

test('noise takes more than a scene, a scene more than one colour, which takes nothing', () => {
  const [width, height] = [90, 70]
  const of = (picture: ReturnType<typeof scene>) => Number(subbandEntropyVariables(viewOf(picture)).subband_entropy)
  const flat = of(drawn(width, height, () => [90, 120, 30]))
  const half = of(drawn(width, height, (x) => (x < 45 ? [90, 120, 30] : [200, 40, 160])))
  const grain = of(drawn(width, height, (x, y) => [noise(x + 91 * y), noise(3 * x + 77 * y), noise(x * y)]))

  expect(flat).toBe(0)
  expect(half).toBeGreaterThan(0)
  expect(grain).toBeGreaterThan(half)
})

test('turned, a picture has nearly the entropy that it had; below 32 pixels a side it has none', () => {
  const picture = scene(96, 64, 5)
  const turned = drawn(64, 96, (x, y) => {
    const at = 3 * ((63 - x) * 96 + y)
    return [picture.rgb[at] ?? 0, picture.rgb[at + 1] ?? 0, picture.rgb[at + 2] ?? 0]
  })
  const [one, other] = [picture, turned].map((p) => Number(subbandEntropyVariables(viewOf(p)).subband_entropy))

  expect(Math.abs((one as number) / (other as number) - 1)).toBeLessThan(0.02)
  expect(subbandEntropyVariables(viewOf(scene(300, 31, 1)))).toEqual({ subband_entropy: null })
})

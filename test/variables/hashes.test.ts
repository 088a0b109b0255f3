import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cielabVariables } from '../../src/variables/cielab.ts'
import { labOf } from '../../src/variables/colour-names.ts'
import { hashVariables } from '../../src/variables/hashes.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn, scene } from '../image/pictures.ts'

test('hashes say where it is light, where it gets lighter to the right, and nothing of one colour', () => {
  const half = hashVariables(viewOf(drawn(64, 48, (x) => (x < 32 ? [20, 20, 20] : [220, 220, 220]))))
  const ramp = hashVariables(viewOf(drawn(90, 40, (x) => [2 * x, 2 * x, 2 * x])))
  const flat = hashVariables(viewOf(drawn(40, 40, () => [120, 60, 30])))

  expect(half).toMatchObject({ ahash: '0f0f0f0f0f0f0f0f', whash: '0f0f0f0f0f0f0f0f' })
  expect(ramp.dhash).toBe('f'.repeat(16))
  expect(Object.values(flat)).toEqual(Array.from({ length: 3 }, () => '0'.repeat(16)))
})

test('a picture has a wavelet hash from 8 pixels a side on', () => {
  expect(hashVariables(viewOf(scene(8, 8, 1))).whash).toMatch(/^[0-9a-f]{16}$/)
  expect(hashVariables(viewOf(scene(300, 7, 1)))).toMatchObject({ whash: null, ahash: expect.any(String) })
})

test('hashes of a picture of twice the size differ in few bits', () => {
  const small = scene(160, 120, 3)
  const large = drawn(320, 240, (x, y) => {
    const at = 3 * ((y >> 1) * 160 + (x >> 1))
    return [small.rgb[at] ?? 0, small.rgb[at + 1] ?? 0, small.rgb[at + 2] ?? 0]
  })
  const [one, other] = [hashVariables(viewOf(small)), hashVariables(viewOf(large))]

  for (const name of ['ahash', 'dhash', 'whash']) {
    const bits = (BigInt(`0x${one[name]}`) ^ BigInt(`0x${other[name]}`)).toString(2).replaceAll('0', '')
    expect(bits.length).toBeLessThanOrEqual(6)
  }
})

test('the spread of CIELAB is that of its pixels', () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(sizes, ({ width, height }) => {
      const picture = scene(width, height, 7)
      const pixels = Array.from({ length: width * height }, (_, i) =>
        labOf(picture.rgb[3 * i] ?? 0, picture.rgb[3 * i + 1] ?? 0, picture.rgb[3 * i + 2] ?? 0),
      )
      const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
      const sd = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))

      const row = cielabVariables(viewOf(picture))

      expect(row.lab_l_sd).toBeCloseTo(sd(pixels.map(({ l }) => l)), 4)
      expect(row.lab_a_sd).toBeCloseTo(sd(pixels.map(({ a }) => a)), 4)
      expect(row.lab_b_sd).toBeCloseTo(sd(pixels.map(({ b }) => b)), 4)
      expect(row.chroma_mean).toBeCloseTo(mean(pixels.map(({ a, b }) => Math.hypot(a, b))), 6)
    }),
    { numRuns: 40 },
  )
})

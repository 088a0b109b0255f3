import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dot, squaredDistance, type Vectors } from '../../src/corpus/vectors.ts'

const number = fc.integer({ min: -100, max: 100 })
/** Three vectors each in two lists, of 0 to 11 numbers. */
const lists = fc
  .integer({ min: 0, max: 11 })
  .chain((size) => fc.tuple(fc.constant(size), fc.array(number, { minLength: 6 * size, maxLength: 6 * size })))

test('distances and products are those of the definition, whatever the size', () => {
  fc.assert(
    fc.property(lists, fc.nat(2), fc.nat(2), ([size, values], i, j) => {
      const a: Vectors = { count: 3, size, values: Float32Array.from(values.slice(0, 3 * size)) }
      const b: Vectors = { count: 3, size, values: Float32Array.from(values.slice(3 * size)) }
      const pairs = Array.from({ length: size }, (_, d) => [
        values[i * size + d] as number,
        values[(3 + j) * size + d] as number,
      ])

      expect(squaredDistance(a, i, b, j)).toBe(pairs.reduce((sum, [x = 0, y = 0]) => sum + (x - y) ** 2, 0))
      expect(dot(a, i, b, j)).toBe(pairs.reduce((sum, [x = 0, y = 0]) => sum + x * y, 0))
    }),
  )
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { letterboxer } from '../../src/vision/letterbox.ts'

const input = { width: 32, height: 32 }
const sizes = fc.record({ width: fc.integer({ min: 1, max: 100 }), height: fc.integer({ min: 1, max: 100 }) })

/** Value of the tensor at a place; channels are blue, green, red. */
function at(tensor: Float32Array, channel: number, x: number, y: number): number {
  return tensor[(channel * input.height + y) * input.width + x] ?? Number.NaN
}

describe('letterbox', () => {
  test('a picture of the size of the input arrives as it is, blue first', () => {
    const rgb = Uint8Array.from({ length: 3 * 32 * 32 }, (_, i) => (i * 7) % 256)
    const letterbox = letterboxer(input, 114)

    const box = letterbox.write({ ...input, rgb })

    expect(box).toEqual({ scale: 1, width: 32, height: 32 })
    expect([at(letterbox.tensor, 2, 5, 3), at(letterbox.tensor, 1, 5, 3), at(letterbox.tensor, 0, 5, 3)]).toEqual([
      ...rgb.subarray(3 * (3 * 32 + 5), 3 * (3 * 32 + 5) + 3),
    ])
  })

  test('a plain picture stays plain, in the top-left corner, and the rest is padding, whatever was there before', () => {
    const letterbox = letterboxer(input, 114)
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 255 }), (size, value) => {
        const box = letterbox.write({ ...size, rgb: new Uint8Array(3 * size.width * size.height).fill(value) })

        for (const [x, y] of [[0, 0] as const, [box.width - 1, box.height - 1] as const]) {
          expect(at(letterbox.tensor, 1, x, y)).toBe(value)
        }
        if (box.width < 32) expect(at(letterbox.tensor, 0, box.width, 0)).toBe(114)
        if (box.height < 32) expect(at(letterbox.tensor, 2, 0, box.height)).toBe(114)
        expect(Math.max(box.width, box.height)).toBeGreaterThanOrEqual(31)
      }),
    )
  })

  test('interpolated values lie between the smallest and the largest of the picture', () => {
    const letterbox = letterboxer(input, 100)
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.integer({ min: 90, max: 110 })), (size, values) => {
        const rgb = Uint8Array.from({ length: 3 * size.width * size.height }, () => values.next().value)
        letterbox.write({ ...size, rgb })

        expect(Math.min(...letterbox.tensor)).toBeGreaterThanOrEqual(Math.min(100, ...rgb))
        expect(Math.max(...letterbox.tensor)).toBeLessThanOrEqual(Math.max(100, ...rgb))
      }),
    )
  })

  test('a picture that is smaller than the input is not enlarged beyond the largest scale', () => {
    const letterbox = letterboxer(input, 0, 1)

    expect(letterbox.write({ width: 10, height: 20, rgb: new Uint8Array(600) })).toEqual({
      scale: 1,
      width: 10,
      height: 20,
    })
  })
})

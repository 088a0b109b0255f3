import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { borderOf } from '../../../src/brands/features/border.ts'
import { alike, lookOf, smallPicture } from '../../../src/brands/features/look.ts'
import type { Box } from '../../../src/image/box.ts'
import { clutter, drawn, emblem } from './pictures.ts'
import { plainLook } from './plain-look.ts'

const whole: Box = { x1: 0, y1: 0, x2: 400, y2: 240 }
const lookAt = async (shapes: string, box = whole) => {
  const picture = await drawn(400, 240, `<g transform="scale(4)">${shapes}</g>`)
  return lookOf(smallPicture(picture, box))
}

test('an emblem looks like itself, smaller and elsewhere, and less like another one', async () => {
  const reference = await lookAt(emblem(1))
  const photo = await drawn(300, 200, `<g transform="translate(90 70) scale(1.3)">${emblem(1)}</g>`)
  const again = lookOf(smallPicture(photo, { x1: 90, y1: 70, x2: 220, y2: 148 }))

  const [same, other] = [alike(reference, again), alike(reference, await lookAt(emblem(2)))]

  expect(same.edges).toBeGreaterThan(0.9)
  expect(same.colours).toBeGreaterThan(0.9)
  expect(other.edges).toBeLessThan(0.6)
})

test('what is light on dark has the edges of what is dark on light, and other colours', async () => {
  const [dark, light] = await Promise.all(
    [['#fff', '#000'] as const, ['#000', '#fff'] as const].map(([paper, ink]) =>
      lookAt(`<rect width="100" height="60" fill="${paper}"/><circle cx="40" cy="25" r="14" fill="${ink}"/>`),
    ),
  )

  const { edges, colours } = alike(dark as never, light as never)

  expect(edges).toBeGreaterThan(0.98)
  expect(colours).toBeLessThan(-0.9)
})

test('a place without anything is like nothing', async () => {
  expect(alike(await lookAt('<rect width="100" height="60" fill="#888"/>'), await lookAt(emblem(1))).edges).toBe(0)
})

test('a box around a thing has less along its border than one that cuts through it', async () => {
  const picture = await drawn(300, 200, `<g transform="translate(100 70)">${emblem(1)}</g>`)
  const border = (box: Box) => borderOf(picture, box, smallPicture(picture, box)).beyond

  expect(border({ x1: 95, y1: 65, x2: 205, y2: 135 })).toBeLessThan(0.1 * border({ x1: 95, y1: 65, x2: 150, y2: 135 }))
})

test('boxes that reach beyond the picture are looked at all the same', async () => {
  const picture = await drawn(60, 40, clutter(60, 40, 1))
  const box = { x1: -20, y1: -10, x2: 90, y2: 70 }
  const small = smallPicture(picture, box)

  expect(Object.values(borderOf(picture, box, small)).every(Number.isFinite)).toBe(true)
  expect(alike(lookOf(small), lookOf(small)).edges).toBeCloseTo(1)
})

test('a look is what its definition gives', () => {
  const bytes = 3 * 32 * 32
  // Few levels, so that there are flat parts and ties, and all of them.
  const rgb = fc.oneof(
    fc.uint8Array({ minLength: bytes, maxLength: bytes }),
    fc.uint8Array({ minLength: bytes, maxLength: bytes, max: 3 }).map((few) => few.map((level) => 80 * level)),
  )
  fc.assert(
    fc.property(rgb, (picture) => {
      const [found, plain] = [lookOf(picture), plainLook(picture)]

      expect(apart(found.edges, plain.edges)).toBeLessThan(1e-4)
      expect(apart(found.colours, plain.colours)).toBeLessThan(1e-6)
    }),
    { numRuns: 40 },
  )
})

test('a small picture has the mean of four places in each px, edges repeated', () => {
  const coordinate = fc.double({ min: -20, max: 60, noNaN: true })
  const box = fc.record({ x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate })
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3 * 37 * 23, maxLength: 3 * 37 * 23 }), box, (rgb, within) => {
      const small = smallPicture({ rgb, width: 37, height: 23 }, within)

      const level = (i: number, j: number, channel: number) => {
        const place = (from: number, to: number, at: number, size: number) =>
          Math.max(0, Math.min(size - 1, Math.floor(from + ((to - from) * (at + 0.5)) / 64)))
        const [x, y] = [place(within.x1, within.x2, i, 37), place(within.y1, within.y2, j, 23)]
        return rgb[3 * (y * 37 + x) + channel] as number
      }
      const expected = small.map((_, at) => {
        const [x, y, channel] = [2 * (Math.floor(at / 3) % 32), 2 * Math.floor(at / 96), at % 3]
        return (
          (level(x, y, channel) + level(x + 1, y, channel) + level(x, y + 1, channel) + level(x + 1, y + 1, channel)) >>
          2
        )
      })
      expect(small).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

function apart(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))
}

import { expect, test } from '@jest/globals'
import { borderOf } from '../../../src/brands/features/border.ts'
import { alike, lookOf, smallPicture } from '../../../src/brands/features/look.ts'
import type { Box } from '../../../src/image/box.ts'
import { clutter, drawn, emblem } from './pictures.ts'

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

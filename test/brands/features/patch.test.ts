import { expect, test } from '@jest/globals'
import { type Affine, moved } from '../../../src/brands/features/affine.ts'
import { likeness, patchOf, sampled } from '../../../src/brands/features/patch.ts'
import { type Plane, type Pyramid, pyramidOf, pyramidOfPlane } from '../../../src/brands/features/pyramid.ts'
import { settling } from '../../../src/brands/features/settling.ts'
import type { Size } from '../../../src/image/box.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const logo = async (seed: number) => patchOf(await drawn(300, 180, `<g transform="scale(3)">${emblem(seed)}</g>`))
const scene = async (light = '') =>
  await drawn(520, 400, `${clutter(520, 400, 9)}<g transform="translate(100 120) scale(2)">${emblem(1)}</g>${light}`)

/** From px of a patch of 40 x 24 to where the emblem is in the scene. */
const truth: Affine = [5, 0, 100, 0, 5, 120]

test('a logo is like its reference where it is, in shade, too, and not beside itself or another one', async () => {
  const [own, other] = [await logo(1), await logo(2)]
  const [light, dark] = [await scene(), await scene('<rect width="200" height="400" fill="#000" opacity="0.5"/>')]

  expect([own.width, own.height]).toEqual([40, 24])
  const there = pyramidOf(light)
  expect(likeness(own, there, truth)).toBeGreaterThan(0.9)
  expect(likeness(own, there, [5, 0, 180, 0, 5, 200])).toBeLessThan(0.3)
  expect(likeness(other, there, truth)).toBeLessThan(0.4)
  expect(likeness(own, pyramidOf(dark), truth)).toBeGreaterThan(0.6)
})

test('a photo that another one came after is not looked at by mistake', async () => {
  const patch = await logo(1)
  const [first] = [pyramidOf(await scene()), pyramidOf(await drawn(50, 50, ''))]

  expect(() => likeness(patch, first as Pyramid, truth)).toThrow('forgotten')
})

/** What the kernel does, one px after the other. */
function shownPlainly({ grey, width, height }: Plane, [a, b, c, d, e, f]: Affine, size: Size): number[] {
  const at = (x: number, y: number) =>
    grey[Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))] as number
  return Array.from({ length: size.width * size.height }, (_, i) => {
    const [u, v] = [(i % size.width) + 0.5, Math.floor(i / size.width) + 0.5]
    const [x, y] = [a * u + b * v + c - 0.5, d * u + e * v + f - 0.5]
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [right, low] = [x - left, y - top]
    const upper = at(left, top) * (1 - right) + at(left + 1, top) * right
    const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right
    return upper * (1 - low) + lower * low
  })
}

test.each<[string, Affine, Size]>([
  ['turned and stretched', [0.7, 0.3, 4, -0.2, 0.9, 6], { width: 21, height: 17 }],
  ['beyond all edges', [1.2, 0, -9.3, 0, 1.1, -5.2], { width: 60, height: 40 }],
  ['narrower than a step', [1, 0, 3.5, 0, 1, 2.25], { width: 3, height: 5 }],
])('what a map shows is bilinear, and edges are repeated: %s', async (_, affine, size) => {
  const patch = await logo(1)

  const { grey } = sampled(pyramidOfPlane(patch), affine, size)

  expect(grey.length).toBe(size.width * size.height)
  for (const [i, level] of shownPlainly(patch, affine, size).entries()) expect(grey[i]).toBeCloseTo(level, 2)
})

test('a level is half as large as the one before, each px the mean of four', async () => {
  const photo = await drawn(133, 70, emblem(3))
  const whole = sampled(pyramidOf(photo), [1, 0, 0, 0, 1, 0], { width: 133, height: 70 })

  const half = sampled(pyramidOf(photo), [2, 0, 0, 0, 2, 0], { width: 66, height: 35 })

  for (const [i, level] of half.grey.entries()) {
    const at = 2 * Math.floor(i / 66) * 133 + 2 * (i % 66)
    const four = [at, at + 1, at + 133, at + 134].map((one) => whole.grey[one] as number)
    expect(level).toBeCloseTo(
      four.reduce((sum, one) => sum + one / 4, 0),
      2,
    )
  }
})

test('a pose settles to the same place at once and bit by bit', async () => {
  const patch = await logo(1)
  const pyramid = pyramidOf(await scene())
  const [start, promising]: [Affine, number] = [[5.4, 0.2, 92, -0.2, 4.7, 128], 0.99]

  const inTurns = settling(patch, pyramid, start)
  const [first, last] = [inTurns.settled(promising), inTurns.settled(0)]

  expect(first.likeness).toBeLessThan(last.likeness)
  expect(settling(patch, pyramid, start).settled(0)).toEqual(last)
  expect(inTurns.settled(promising)).toEqual(first)
})

test('a pose that is a little off settles where the logo is', async () => {
  const patch = await logo(1)
  const pyramid = pyramidOf(await scene())

  const { affine, likeness: reached } = settling(patch, pyramid, [5.4, 0.2, 92, -0.2, 4.7, 128]).settled(0)

  expect(reached).toBeGreaterThan(0.8)
  for (const corner of [
    { x: 0, y: 0 },
    { x: 40, y: 24 },
  ]) {
    const [at, should] = [moved(affine, corner), moved(truth, corner)]
    expect(Math.hypot(at.x - should.x, at.y - should.y)).toBeLessThan(10)
  }
})

test('nothing is like a blank, and a map that leads out of the photo is no error', async () => {
  const patch = await logo(1)
  const blank = pyramidOf(await drawn(50, 50, ''))

  expect(likeness(patch, blank, truth)).toBe(0)
})

import { expect, test } from '@jest/globals'
import { type Affine, moved } from '../../../src/brands/features/affine.ts'
import { likeness, patchOf, pyramidOf, settle } from '../../../src/brands/features/patch.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const logo = async (seed: number) => patchOf(await drawn(300, 180, `<g transform="scale(3)">${emblem(seed)}</g>`))
const scene = async (light = '') =>
  await drawn(520, 400, `${clutter(520, 400, 9)}<g transform="translate(100 120) scale(2)">${emblem(1)}</g>${light}`)

/** From px of a patch of 40 x 24 to where the emblem is in the scene. */
const truth: Affine = [5, 0, 100, 0, 5, 120]

test('a logo is like its reference where it is, in shade, too, and not beside itself or another one', async () => {
  const there = pyramidOf(await scene())
  const shaded = pyramidOf(await scene('<rect width="200" height="400" fill="#000" opacity="0.5"/>'))
  const [own, other] = [await logo(1), await logo(2)]

  expect([own.width, own.height]).toEqual([40, 24])
  expect(likeness(own, there, truth)).toBeGreaterThan(0.9)
  expect(likeness(own, shaded, truth)).toBeGreaterThan(0.6)
  expect(likeness(own, there, [5, 0, 180, 0, 5, 200])).toBeLessThan(0.3)
  expect(likeness(other, there, truth)).toBeLessThan(0.4)
})

test('a pose that is a little off settles where the logo is', async () => {
  const pyramid = pyramidOf(await scene())
  const patch = await logo(1)

  const { affine, likeness: reached } = settle(patch, pyramid, { start: [5.4, 0.2, 92, -0.2, 4.7, 128], promising: 0 })

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
  const blank = pyramidOf(await drawn(50, 50, ''))

  expect(likeness(await logo(1), blank, truth)).toBe(0)
})

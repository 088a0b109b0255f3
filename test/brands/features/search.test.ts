import { expect, test } from '@jest/globals'
import { moved } from '../../../src/brands/features/affine.ts'
import { patchOf, pyramidOf } from '../../../src/brands/features/patch.ts'
import { placements, templateOf } from '../../../src/brands/features/search.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const template = async (seed: number) =>
  templateOf(patchOf(await drawn(300, 180, `<g transform="scale(3)">${emblem(seed)}</g>`)))
const level = { x: 1, y: 0 }

test.each([
  ['level', 0],
  ['turned as the region is', 20],
])('a logo is found in its region by trying all places, %s', async (_, degrees) => {
  const emblemAt = `<g transform="translate(180 140) rotate(${degrees}) scale(1.5)">${emblem(1)}</g>`
  const pyramid = pyramidOf(await drawn(520, 400, `${clutter(520, 400, 9)}${emblemAt}`))
  const turn = (degrees * Math.PI) / 180
  const along = { x: Math.cos(turn), y: Math.sin(turn) }
  const region = { centre: { x: 250, y: 200 }, reachAlong: 80, reachAcross: 80, along, side: 150 }

  const [best] = placements(await template(1), pyramid, region, 3)

  expect(best?.likeness).toBeGreaterThan(0.4)
  const corner = moved(best?.affine ?? [0, 0, 0, 0, 0, 0], { x: 0, y: 0 })
  expect(Math.hypot(corner.x - 180, corner.y - 140)).toBeLessThan(12)
})

test('another logo is less like it, the best place comes first, and nothing is like a blank', async () => {
  const pyramid = pyramidOf(await drawn(400, 300, `<g transform="translate(100 100) scale(1.5)">${emblem(1)}</g>`))
  const region = { centre: { x: 175, y: 145 }, reachAlong: 60, reachAcross: 60, along: level, side: 150 }

  const [own = []] = [placements(await template(1), pyramid, region, 5)]
  const [other] = placements(await template(2), pyramid, region, 5)

  expect(own.map(({ likeness }) => likeness)).toEqual(own.map(({ likeness }) => likeness).toSorted((a, b) => b - a))
  expect(own[0]?.likeness).toBeGreaterThan((other?.likeness ?? 1) + 0.1)
  expect(placements(await template(1), pyramidOf(await drawn(400, 300, '')), region, 5)).toEqual([])
})

import { expect, test } from '@jest/globals'
import { moved } from '../../../src/brands/features/affine.ts'
import { patchOf, sampled } from '../../../src/brands/features/patch.ts'
import { type Plane, pyramidOf } from '../../../src/brands/features/pyramid.ts'
import { placements, type Template, templateOf } from '../../../src/brands/features/search.ts'
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

  const [best] = placements(await template(1), pyramid, region, { most: 3, least: 0 })

  expect(best?.likeness).toBeGreaterThan(0.4)
  const corner = moved(best?.affine ?? [0, 0, 0, 0, 0, 0], { x: 0, y: 0 })
  expect(Math.hypot(corner.x - 180, corner.y - 140)).toBeLessThan(12)
})

test('another logo is less like it, the best place comes first, and nothing is like a blank', async () => {
  const [one, two] = [await template(1), await template(2)]
  const pyramid = pyramidOf(await drawn(400, 300, `<g transform="translate(100 100) scale(1.5)">${emblem(1)}</g>`))
  const region = { centre: { x: 175, y: 145 }, reachAlong: 60, reachAcross: 60, along: level, side: 150 }

  const own = placements(one, pyramid, region, { most: 5, least: 0 })
  const [other] = placements(two, pyramid, region, { most: 5, least: 0 })

  expect(own.map(({ likeness }) => likeness)).toEqual(own.map(({ likeness }) => likeness).toSorted((a, b) => b - a))
  expect(own[0]?.likeness).toBeGreaterThan((other?.likeness ?? 1) + 0.1)
  expect(placements(one, pyramidOf(await drawn(400, 300, '')), region, { most: 5, least: 0 })).toEqual([])
})

/** What the kernel does, one place after the other. */
function placesPlainly({ width, height, gradients }: Template, { grey, width: across, height: down }: Plane) {
  const [places, rows] = [across - width + 1, down - height + 1]
  const inner = (width - 2) * (height - 2)
  const scores = Array.from({ length: places * rows }, (_, at) => {
    const [u, v] = [at % places, Math.floor(at / places)]
    let [both, squares] = [0, 0]
    for (let i = 0; i < inner; i++) {
      const pixel = (v + 1 + Math.floor(i / (width - 2))) * across + u + 1 + (i % (width - 2))
      const x = (grey[pixel + 1] as number) - (grey[pixel - 1] as number)
      const y = (grey[pixel + across] as number) - (grey[pixel - across] as number)
      both += x * (gradients[i] as number) + y * (gradients[inner + i] as number)
      squares += x * x + y * y
    }
    return squares > 1 ? both / Math.sqrt(squares) : 0
  })
  const beside = [-1, 0, 1].flatMap((dv) => [-1, 0, 1].map((du) => ({ du, dv }))).filter(({ du, dv }) => du || dv)
  return scores
    .map((score, at) => ({ score, u: at % places, v: Math.floor(at / places) }))
    .filter(({ score, u, v }) =>
      beside.every(({ du, dv }) => {
        const inside = u + du >= 0 && u + du < places && v + dv >= 0 && v + dv < rows
        return score > 0 && (!inside || score >= (scores[(v + dv) * places + u + du] as number))
      }),
    )
    .sort((a, b) => b.score - a.score)
}

test.each([3, 40])('the places are those that trying them one by one finds, of at most %s', async (most) => {
  const one = await template(1)
  const photo = await drawn(300, 200, `${clutter(300, 200, 5)}<g transform="translate(60 70)">${emblem(1)}</g>`)
  const pyramid = pyramidOf(photo)
  const region = { centre: { x: 140, y: 100 }, reachAlong: 110.3, reachAcross: 62, along: level, side: 16 * 3.7 }
  const size = { width: Math.ceil(220.6 / 3.7) + one.width, height: Math.ceil(124 / 3.7) + one.height }
  const [left, top] = [140 - (3.7 * size.width) / 2, 100 - (3.7 * size.height) / 2]

  const found = placements(one, pyramid, region, { most, least: 0.1 })

  const expected = placesPlainly(one, sampled(pyramid, [3.7, 0, left, 0, 3.7, top], size))
    .filter(({ score }) => score >= 0.1)
    .slice(0, most)
  expect(found.length).toBe(expected.length)
  for (const [i, { score, u, v }] of expected.entries()) {
    expect(found[i]?.likeness).toBeCloseTo(score, 4)
    expect(found[i]?.affine[2]).toBeCloseTo(left + 3.7 * u, 3)
    expect(found[i]?.affine[5]).toBeCloseTo(top + 3.7 * v, 3)
  }
})

import { expect, test } from '@jest/globals'
import { type StableOptions, stableRegions } from '../../../src/brands/shapes/stable-regions.ts'

const options: StableOptions = { over: 12, mostGrowth: 0.25, least: 10, most: 600, diversity: 0.2 }
const [width, height] = [60, 50]

/** Greys of a picture that is 200 where `draw` says nothing. */
function picture(draw: (x: number, y: number) => number | null) {
  const grey = Uint8Array.from({ length: width * height }, (_, i) => draw(i % width, Math.floor(i / width)) ?? 200)
  return { grey, width, height }
}
const inside = (x: number, y: number, left: number, top: number, side: number) =>
  x >= left && x < left + side && y >= top && y < top + side

test('a dark square is one region, with its box and all its pixels', () => {
  const [region, ...others] = stableRegions(
    picture((x, y) => (inside(x, y, 10, 20, 12) ? 50 : null)),
    options,
  )

  expect(others).toEqual([])
  expect(region?.box).toEqual({ x1: 10, y1: 20, x2: 22, y2: 32 })
  expect(region?.pixels).toHaveLength(144)
  expect([...(region?.pixels ?? [])].every((at) => inside(at % width, Math.floor(at / width), 10, 20, 12))).toBe(true)
})

test('what fades into its ground, is too faint, too small or too large is none', () => {
  const fading = picture((x, y) => Math.min(200, 20 + 6 * Math.max(Math.abs(x - 30), Math.abs(y - 25))))
  const faint = picture((x, y) => (inside(x, y, 10, 10, 12) ? 200 - options.over : null))
  const small = picture((x, y) => (inside(x, y, 10, 10, 3) ? 50 : null))
  const large = picture((x, y) => (inside(x, y, 1, 1, 30) ? 50 : null))

  expect([fading, faint, small, large].map((one) => stableRegions(one, options).length)).toEqual([0, 0, 0, 0])
})

test('of nearly the same region at two levels there is one; of a part and its whole there are both', () => {
  const rim = picture((x, y) => (inside(x, y, 11, 11, 20) ? 50 : inside(x, y, 10, 10, 21) ? 90 : null))
  const within = picture((x, y) => (inside(x, y, 15, 15, 8) ? 50 : inside(x, y, 10, 10, 24) ? 120 : null))
  const sides = (one: ReturnType<typeof picture>) => stableRegions(one, options).map(({ box }) => box.x2 - box.x1)

  expect(sides(rim)).toHaveLength(1)
  expect(sides(within)).toEqual([8, 24])
})

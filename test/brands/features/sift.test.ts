import { describe, expect, test } from '@jest/globals'
import sharp, { type Sharp } from 'sharp'
import { type Features, sift } from '../../../src/brands/features/sift.ts'
import type { Picture } from '../../../src/image/picture.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const options = { enlarged: 2, most: 1000, contrast: 0.0067 }

const scene = async () =>
  await drawn(320, 240, `${clutter(320, 240, 4)}<g transform="translate(60 60) scale(1.8)">${emblem(3)}</g>`)

async function changed(picture: Picture, change: (image: Sharp) => Sharp): Promise<Features> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const }
  const { data, info } = await change(sharp(picture.rgb, { raw })).raw().toBuffer({ resolveWithObject: true })
  return sift(data, info, options)
}

/** Share of the places of `one` whose descriptor's nearest in `other` lies where it should, with the scale that it should have. */
function matched(one: Features, other: Features, where: (x: number, y: number) => [number, number], scale = 1): number {
  let right = 0
  for (let i = 0; i < one.count; i++) {
    const [x, y] = where(one.x[i] as number, one.y[i] as number)
    const j = nearest(one, i, other)
    const size = (other.sigma[j] as number) / ((one.sigma[i] as number) * scale)
    if (Math.hypot((other.x[j] as number) - x, (other.y[j] as number) - y) < 2 && Math.abs(Math.log(size)) < 0.2)
      right++
  }
  return right / one.count
}

function nearest(one: Features, i: number, other: Features): number {
  let best = { j: 0, distance: Number.POSITIVE_INFINITY }
  for (let j = 0; j < other.count; j++) {
    let distance = 0
    for (let d = 0; d < 128; d++) {
      distance += ((one.descriptors[128 * i + d] as number) - (other.descriptors[128 * j + d] as number)) ** 2
    }
    if (distance < best.distance) best = { j, distance }
  }
  return best.j
}

describe('local features are found again', () => {
  test('after a quarter turn', async () => {
    const picture = await scene()
    const one = await changed(picture, (image) => image)

    const turned = await changed(picture, (image) => image.rotate(90))

    expect(one.count).toBeGreaterThan(200)
    expect(matched(one, turned, (x, y) => [240 - y, x])).toBeGreaterThan(0.85)
  })

  test('in a picture twice as large, at twice the scale', async () => {
    const picture = await scene()
    const one = await changed(picture, (image) => image)

    const large = await changed(picture, (image) => image.resize(640, 480, { kernel: 'cubic' }))

    expect(matched(one, large, (x, y) => [2 * x, 2 * y], 2)).toBeGreaterThan(0.6)
  })

  test('in less light and with less contrast', async () => {
    const picture = await scene()
    const one = await changed(picture, (image) => image)

    const dim = await changed(picture, (image) => image.linear(0.6, 10))

    expect(matched(one, dim, (x, y) => [x, y])).toBeGreaterThan(0.7)
  })
})

describe('a descriptor', () => {
  test('has the length 512 and no value of a blank: the squares of RootSIFT add up to one', async () => {
    const { descriptors, count } = await changed(await scene(), (image) => image)

    for (let i = 0; i < count; i++) {
      const length = Math.hypot(...descriptors.subarray(128 * i, 128 * (i + 1)))
      expect(length).toBeGreaterThan(470)
      expect(length).toBeLessThan(530)
    }
  })
})

test('a bright disc is one place in its middle, with the scale of its radius', async () => {
  const disc = await drawn(200, 200, '<rect width="200" height="200"/><circle cx="90" cy="110" r="20" fill="#fff"/>')

  const { x, y, sigma } = sift(disc.rgb, disc, options)

  // A disc answers the difference of Gaussians most at sigma = r / sqrt 2 (Lindeberg 1998), here about 14.
  const middle = x.findIndex(
    (value, i) => Math.hypot(value - 90, (y[i] as number) - 110) < 1 && (sigma[i] as number) > 8,
  )
  expect(middle).toBeGreaterThanOrEqual(0)
  expect(sigma[middle]).toBeGreaterThan(11)
  expect(sigma[middle]).toBeLessThan(16)
})

test('there are no more places than were asked for, and they are spread over the picture', async () => {
  const busy = await drawn(400, 400, `${clutter(200, 200, 2)}<g transform="translate(280 280)">${emblem(1)}</g>`)

  const few = sift(busy.rgb, busy, { ...options, most: 60 })

  expect(new Set(Array.from(few.x, (x, i) => `${x} ${few.y[i]}`)).size).toBeLessThanOrEqual(60)
  expect(few.x.some((x, i) => x > 280 && (few.y[i] as number) > 280)).toBe(true)
})

test.each([
  [1, 1],
  [3, 500],
  [25, 25],
  [801, 601],
])('a picture of %i x %i px without anything in it has no features', (width, height) => {
  expect(sift(new Uint8Array(3 * width * height).fill(90), { width, height }, options).count).toBe(0)
})

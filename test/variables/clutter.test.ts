import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { decode } from '../../src/image/decode.ts'
import type { Picture } from '../../src/image/picture.ts'
import { clutterVariables, congestionOf } from '../../src/variables/clutter.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { viewOf } from '../../src/variables/view.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { asStored, drawn, scene } from '../image/pictures.ts'
import { plainCongestion } from './plain-congestion.ts'

/**
 * Means of the finest level's maps of colour and orientation, where coarser ones hardly count, that `visual-clutter` 1.0.7 (PyPI) gives
 * for the same means of cells at 256 px: `Vlc(cells, numlevels=3, contrast_filt_sigma=1, contrast_pool_sigma=3,
 * color_pool_sigma=3).computeClutter()`, levels 0. It moves no energies by half a pixel.
 */
const package_ = {
  '000000000139.jpg': [0.2476, 0.04848],
  '000000001353.jpg': [0.11577, 0.03535],
  '000000002157.jpg': [0.3594, 0.07351],
  '000000003553.jpg': [0.24994, 0.08678],
  '000000005477.jpg': [0.31442, 0.05166],
  '000000006763.jpg': [0.18416, 0.04929],
}

describeWithShared('the clutter of photos', (shared) => {
  test.each(Object.entries(package_))('is that of visual-clutter to one percent: %s', async (photo, expected) => {
    const picture = await decode(readFileSync(join(shared, 'data/coco/images', photo)), asStored)

    const row = clutterVariables(viewOf(picture))

    const [colour = 0, orientation = 0] = [row.clutter_colour, row.clutter_orientation].map(Number)
    for (const [i, value] of [colour, orientation].entries())
      expect(Math.abs(value / (expected[i] ?? 0) - 1)).toBeLessThan(0.01)
    expect(row.clutter).toBeCloseTo(colour / 0.2088 + Number(row.clutter_contrast) / 0.066 + orientation / 0.0269, 9)
  })
})

test.each([
  ['a scene', scene(45, 33, 5)],
  [
    'large even areas of coarse parts',
    drawn(48, 36, (x, y) => (((x >> 4) + (y >> 4)) % 2 ? [250, 240, 200] : [10, 30, 90])),
  ],
  [
    'little noise on one colour',
    drawn(45, 40, (x, y) => [180 + ((x * 7919 + y * 104_729) % 3), 120, 60 + ((x * y) % 2)]),
  ],
  ['less than a filter', scene(7, 5, 3)],
])('clutter is what its definition gives, place by place: %s', (_, picture) => {
  const plain = plainCongestion(picture)

  const { colour, contrast, orientation, arrangement } = congestionOf(viewOf(picture), 256)

  const places = arrangement.values.length
  expect(places).toBe(Math.ceil(picture.width / 4) * Math.ceil(picture.height / 4))
  for (const [i, value] of arrangement.values.entries()) {
    const [x, y] = [i % arrangement.width, Math.floor(i / arrangement.width)]
    expect(Math.abs(value / (plain.map[4 * y]?.[4 * x] ?? 0) - 1)).toBeLessThan(1e-4)
  }
  // Means are taken over every second or fourth place.
  for (const [ours, theirs] of [
    [colour, plain.colour],
    [contrast, plain.contrast],
    [orientation, plain.orientation],
  ] as const)
    expect(Math.abs(ours / theirs - 1)).toBeLessThan(0.01)
})

test('a picture of one colour has the least clutter that there is', () => {
  const row = clutterVariables(viewOf(drawn(90, 60, () => [200, 100, 50])))

  expect(row.clutter_colour).toBeCloseTo((0.0007 * 0.1 * 0.05) ** (1 / 3), 3)
  expect(row.clutter_contrast).toBeCloseTo(0, 5)
  expect(row.clutter_orientation).toBeCloseTo(Math.sqrt(0.001), 5)
})

test('noise is more cluttered than a ramp, and a ramp more than one colour', () => {
  const clutter = (picture: Picture) => Number(clutterVariables(viewOf(picture)).clutter)
  const flat = clutter(drawn(100, 80, () => [120, 120, 120]))
  const ramp = clutter(drawn(100, 80, (x) => [2 * x, 120, 200 - x]))
  const noise = clutter(
    drawn(100, 80, (x, y) => [(x * 7919 + y * 104_729) % 256, (x * 31 + y * 977) % 256, (x * y) % 256]),
  )

  expect(ramp).toBeGreaterThan(flat)
  expect(noise).toBeGreaterThan(ramp)
})

test('mirrored, turned or shown larger, a picture has nearly the clutter that it had', () => {
  const picture = scene(120, 88, 5)
  const at = (x: number, y: number): [number, number, number] => {
    const from = 3 * (y * picture.width + x)
    return [picture.rgb[from] ?? 0, picture.rgb[from + 1] ?? 0, picture.rgb[from + 2] ?? 0]
  }
  const before = clutterVariables(viewOf(picture))
  const near = (after: Row, share: number) => {
    for (const [name, value] of Object.entries(after)) {
      expect(Math.abs(Number(value) / Number(before[name]) - 1)).toBeLessThan(share)
    }
  }

  // Means are taken at every second or fourth pixel, from the first on.
  near(clutterVariables(viewOf(drawn(120, 88, (x, y) => at(119 - x, y)))), 0.03)
  near(clutterVariables(viewOf(drawn(88, 120, (x, y) => at(y, 87 - x)))), 0.03)
  const wide = drawn(256, 192, (x, y) => at(x % 120, y % 88))
  const wider = drawn(512, 384, (x, y) => at((x >> 1) % 120, (y >> 1) % 88))
  expect(clutterVariables(viewOf(wider))).toEqual(clutterVariables(viewOf(wide)))
})

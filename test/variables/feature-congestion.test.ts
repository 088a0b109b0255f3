import { expect, test } from '@jest/globals'
import { clutterVariables } from '../../src/variables/clutter.ts'
import { featureCongestionVariables } from '../../src/variables/feature-congestion.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn, scene } from '../image/pictures.ts'

test('a picture that needs no shrinking has the congestion of its clutter', () => {
  const picture = scene(200, 150, 5)

  const clutter = clutterVariables(viewOf(picture))
  const row = featureCongestionVariables(viewOf(picture))

  expect(row.feature_congestion).toBe(clutter.clutter)
  expect(row.feature_congestion_colour).toBe(clutter.clutter_colour)
  expect(row.arrangement_irregularity).toBe(clutter.clutter_orientation)
})

test('what is alike in both halves is arranged without asymmetry, what is not with it, along its own axis', () => {
  const stripes = (x: number): [number, number, number] => (x % 6 < 3 ? [230, 230, 230] : [20, 20, 20])
  const mirrored = drawn(201, 150, (x) => stripes(Math.abs(x - 100)))
  const half = drawn(200, 152, (x, y) => (x < 100 ? stripes(y % 24 < 12 ? x : y) : [120, 120, 120]))
  const [even, uneven] = [mirrored, half].map((picture) => featureCongestionVariables(viewOf(picture)))

  expect(Number(even?.arrangement_asymmetry_horizontal)).toBeLessThan(2e-3)
  expect(Number(uneven?.arrangement_asymmetry_horizontal)).toBeGreaterThan(0.05)
  expect(Number(uneven?.arrangement_asymmetry_vertical)).toBeLessThan(
    Number(uneven?.arrangement_asymmetry_horizontal) / 4,
  )
})

test('a quarter turn exchanges the axes of arrangement', () => {
  const picture = scene(161, 121, 8)
  const turned = drawn(121, 161, (x, y) => {
    const at = 3 * ((120 - x) * 161 + y)
    return [picture.rgb[at] ?? 0, picture.rgb[at + 1] ?? 0, picture.rgb[at + 2] ?? 0]
  })
  const [before, after] = [picture, turned].map((one) => featureCongestionVariables(viewOf(one)))

  const near = (value: unknown, expected: unknown) =>
    expect(Math.abs(Number(value) / Number(expected) - 1)).toBeLessThan(0.03)
  near(after?.arrangement_asymmetry_horizontal, before?.arrangement_asymmetry_vertical)
  near(after?.arrangement_asymmetry_vertical, before?.arrangement_asymmetry_horizontal)
  near(after?.feature_congestion, before?.feature_congestion)
})

test('one pixel has no halves', () => {
  expect(featureCongestionVariables(viewOf(scene(1, 1, 1)))).toMatchObject({
    arrangement_asymmetry_horizontal: null,
    arrangement_asymmetry_vertical: null,
    feature_congestion: expect.any(Number),
  })
})

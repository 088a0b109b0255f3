import { expect, test } from '@jest/globals'
import { clutterVariables } from '../../src/variables/clutter.ts'
import { edgeVariables } from '../../src/variables/edges.ts'
import { featureCongestionVariables } from '../../src/variables/feature-congestion.ts'
import { canny } from '../../src/variables/kernel/canny.ts'
import { linesOf } from '../../src/variables/kernel/lines.ts'
import { bytesOf } from '../../src/variables/kernel/resident.ts'
import { superpixelVariables } from '../../src/variables/superpixels.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn } from '../image/pictures.ts'

/** Bars of 40 px that lie along a strip, 8 px apart, somewhat slanted. */
function bars(along: number, across: number): [number, number, number] {
  const place = along + (across >> 3)
  return place % 64 < 40 && across % 8 < 3 ? [240, 240, 240] : [30, 40, 50]
}

test.each([
  ['wide', drawn(40_000, 24, (x, y) => bars(x, y)), 'x1'],
  ['high', drawn(24, 40_000, (x, y) => bars(y, x)), 'y1'],
] as const)('lines are found all along a picture that is %s, between pixels of edges', (_, picture, side) => {
  const { grey } = viewOf(picture)
  const edges = canny(grey, picture, { low: 50, high: 100 })
  const marks = bytesOf(edges.plane).slice()

  const lines = linesOf(edges, picture)

  const parts = [0, 1, 2, 3].map((part) => lines.filter((line) => Math.floor(line[side] / 10_000) === part).length)
  expect(Math.min(...parts)).toBeGreaterThan(0.9 * Math.max(...parts))
  const ends = lines.flatMap(({ x1, y1, x2, y2 }) => [marks[y1 * picture.width + x1], marks[y2 * picture.width + x2]])
  expect(ends).toHaveLength(2 * lines.length)
  expect(ends.every((mark) => mark !== 0 && mark !== undefined)).toBe(true)
})

test('a strip has the congestion of its parts, where places times sides pass 32 bits, too', () => {
  /** The same again after 2304 px. */
  const colour = (along: number, across: number): [number, number, number] => {
    const one = (37 * Math.floor(along / 9) + 59 * Math.floor(across / 4)) % 256
    return [one, (one * 3) % 256, 255 - one]
  }
  const [part, high, wide] = [
    drawn(8, 2 * 2304, (x, y) => colour(y, x)),
    drawn(8, 22 * 2304, (x, y) => colour(y, x)),
    drawn(22 * 2304, 8, (x, y) => colour(x, y)),
  ].map((picture) => featureCongestionVariables(viewOf(picture)))

  for (const name of [
    'feature_congestion_colour',
    'feature_congestion_contrast',
    'arrangement_irregularity',
  ] as const) {
    expect(Number(high?.[name]) / Number(part?.[name])).toBeCloseTo(1, 2)
    expect(Number(wide?.[name]) / Number(high?.[name])).toBeCloseTo(1, 3)
  }
})

test('what does not fit into the kernel is null', () => {
  const high = viewOf(drawn(2, 65_793, (_, y) => [y % 256, 0, 0]))
  const fits = viewOf(drawn(2, 65_792, (_, y) => [y % 256, 0, 0]))

  const { lines, edge_density_blurred } = edgeVariables(fits)
  expect([lines, edge_density_blurred]).toEqual([null, expect.any(Number)])
  expect(clutterVariables(high).clutter).toBeNull()
  expect(clutterVariables(fits).clutter).toBeGreaterThan(0)
  expect(superpixelVariables({ ...fits, pixels: 2 ** 26 + 1 }).rule_of_thirds_image_analyzer).toBeNull()
})

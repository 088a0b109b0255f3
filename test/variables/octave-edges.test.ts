import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Size } from '../../src/image/box.ts'
import { octaveEdges } from '../../src/variables/kernel/octave-edges.ts'
import { matlabGreysOf } from '../../src/variables/kernel/planes.ts'
import { forget } from '../../src/variables/kernel/resident.ts'
import { drawn, scene } from '../image/pictures.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 26 }) })

test("the kernel finds Octave's edges, whatever the size, but for a pixel that single precision decides", () => {
  fc.assert(
    fc.property(size, fc.nat(999), ({ width, height }, seed) => {
      forget()
      const picture = scene(width, height, seed)

      const [ours, theirs] = [
        octaveEdges(matlabGreysOf(picture.rgb).rounded, picture),
        plainOctaveEdges(picture.rgb, picture),
      ]

      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1)
    }),
    { numRuns: 25 },
  )
})

test('one colour has no edge, and a step has one as long as it is', () => {
  forget()
  const plain = drawn(30, 20, () => [90, 120, 40])
  const step = drawn(30, 20, (x) => (x < 15 ? [20, 20, 20] : [230, 230, 230]))

  expect(octaveEdges(matlabGreysOf(plain.rgb).rounded, plain)).toBe(0)
  expect(octaveEdges(matlabGreysOf(step.rgb).rounded, step)).toBe(18) // the border has none
})

type Plane = (x: number, y: number) => number

/** Pixels on an edge as Octave's `edge(grey, 'canny')`, one after the other in double precision. */
function plainOctaveEdges(rgb: Uint8Array, { width, height }: Size): number {
  const inside = (index: number, size: number) => Math.max(0, Math.min(size - 1, index))
  const raw = Array.from({ length: 16 }, (_, i) => Math.exp(-((i - 7.5) ** 2) / 4))
  const weights = raw.map((weight) => weight / raw.reduce((a, b) => a + b, 0))
  const grey: Plane = (x, y) => {
    const at = 3 * (y * width + x)
    return Math.floor(0.298936 * (rgb[at] ?? 0) + 0.587043 * (rgb[at + 1] ?? 0) + 0.114021 * (rgb[at + 2] ?? 0) + 0.5)
  }
  const sum = (of: (i: number) => number) => weights.reduce((total, weight, i) => total + weight * of(i - 7), 0)
  const kept = (plane: Plane): Plane => {
    const values = Array.from({ length: width * height }, (_, i) => plane(i % width, Math.floor(i / width)))
    return (x, y) => values[inside(y, height) * width + inside(x, width)] ?? 0
  }
  const rows = kept((x, y) => sum((d) => grey(inside(x + d, width), y)))
  const smooth = kept((x, y) => sum((d) => rows(x, y + d)))
  const slope = (x: number, y: number) => [
    (smooth(x - 1, y) - smooth(x + 1, y)) / 2,
    (smooth(x, y - 1) - smooth(x, y + 1)) / 2,
  ]
  const lengths = kept((x, y) => Math.hypot(...slope(x, y)))
  let total = 0
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) total += lengths(x, y)
  const high = total / (width * height)
  /** Neighbours across the edge and along it, by the gradient's angle in steps of 45 degrees. */
  const steps = [
    [1, 0],
    [1, -1],
    [0, -1],
    [-1, -1],
  ] as const
  const sideOf = (x: number, y: number) => {
    const [dx = 0, dy = 0] = slope(x, y)
    return ((Math.round((4 * Math.atan2(-dy, dx)) / Math.PI) % 4) + 4) % 4
  }
  const crests = new Set<number>()
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const [sx, sy] = steps[sideOf(x, y)] ?? [0, 0]
      const [here, a, b] = [lengths(x, y), lengths(x + sx, y + sy), lengths(x - sx, y - sy)]
      if (here > 0.4 * high && here > a && here > b) crests.add(y * width + x)
    }
  }
  const waiting = [...crests].filter((i) => lengths(i % width, Math.floor(i / width)) > high)
  const found = new Set<number>()
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    if (found.has(i)) continue
    found.add(i)
    const [x, y] = [i % width, Math.floor(i / width)]
    const [sx, sy] = steps[(sideOf(x, y) + 2) % 4] ?? [0, 0]
    for (const sign of [1, -1]) {
      const next = (y + sign * sy) * width + x + sign * sx
      if (crests.has(next)) waiting.push(next)
    }
  }
  return found.size
}

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { iou } from '../../src/image/box.ts'
import { candidatesOf } from '../../src/vision/logo-candidates.ts'
import { decodeCells } from '../../src/vision/logo-detector.ts'

const picture = { width: 400, height: 300 }

describe('where a logo may be', () => {
  test('without a detector, windows cover every px of the picture', () => {
    const windows = candidatesOf(null, [], picture)

    expect(windows.every(({ label }) => label === 'window')).toBe(true)
    for (const [x, y] of [
      [5, 5],
      [395, 295],
      [200, 150],
      [5, 295],
      [133, 71],
    ] as const) {
      expect(windows.some(({ box }) => box.x1 <= x && box.x2 >= x && box.y1 <= y && box.y2 >= y)).toBe(true)
    }
  })

  test('with a detector, there are no windows: what it finds, then text, then two lines as one', () => {
    const logo = { label: 'logo' as const, score: 0.8, box: { x1: 10, y1: 10, x2: 60, y2: 60 } }
    const upper = { x1: 100, y1: 100, x2: 200, y2: 130 }
    const lower = { x1: 110, y1: 135, x2: 190, y2: 160 }

    const candidates = candidatesOf([logo], [upper, lower], picture)

    expect(candidates.map(({ label }) => label)).toEqual(['logo', 'text', 'text', 'text'])
    expect(candidates[1]?.box).toEqual({ x1: 100, y1: 100, x2: 200, y2: 160 })
    expect(candidatesOf([], [], picture)).toEqual([])
  })

  test('no two candidates are nearly one, and detections and text are at most 24', () => {
    const box = fc
      .tuple(fc.nat(380), fc.nat(280), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }))
      .map(([x1, y1, w, h]) => ({ x1, y1, x2: Math.min(400, x1 + w), y2: Math.min(300, y1 + h) }))
    fc.assert(
      fc.property(fc.array(box, { maxLength: 40 }), fc.array(box, { maxLength: 12 }), (found, lines) => {
        const logos = found.map((place) => ({ label: 'logo' as const, score: 0.5, box: place }))

        const candidates = candidatesOf(logos, lines, picture)

        expect(candidates.length).toBeLessThanOrEqual(24)
        for (const [i, a] of candidates.entries()) {
          expect(candidates.slice(0, i).every((b) => iou(a.box, b.box) <= 0.7)).toBe(true)
        }
      }),
    )
  })
})

test('a logo that lights several cells is one detection, with the box that its surest cell gives', () => {
  const cells = { columns: 6, rows: 4 }
  const score = new Float32Array(24)
  const box = new Float32Array(96)
  score.set([0.3, 0.9, 0.9], 8)
  score[23] = 0.05
  const surest = 9
  for (const [side, distance] of [10, 4, 20, 6].entries()) box[side * 24 + surest] = distance

  const found = decodeCells(score, box, cells)

  // Cell 9 is column 3, row 1: its middle is at 28, 12.
  expect(found).toEqual([{ label: 'logo', score: expect.closeTo(0.9), box: { x1: 18, y1: 8, x2: 48, y2: 18 } }])
})

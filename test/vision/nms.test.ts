import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { iou } from '../../src/image/box.ts'
import type { Detection } from '../../src/vision/detection.ts'
import { suppress } from '../../src/vision/nms.ts'

const detections = fc.array(
  fc
    .record({
      label: fc.constantFrom('cup', 'bottle'),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      x: fc.integer({ min: 0, max: 50 }),
      y: fc.integer({ min: 0, max: 50 }),
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
    })
    .map(({ label, score, x, y, width, height }): Detection => {
      return { label, score, box: { x1: x, y1: y, x2: x + width, y2: y + height } }
    }),
  { maxLength: 30 },
)

describe('non-maximum suppression', () => {
  test('of two boxes of one thing the better one stays', () => {
    const good = { label: 'cup', score: 0.9, box: { x1: 0, y1: 0, x2: 10, y2: 10 } }
    const worse = { label: 'cup', score: 0.8, box: { x1: 1, y1: 0, x2: 11, y2: 10 } }

    expect(suppress([worse, good], 0.45)).toEqual([good])
  })

  test('a box of another label stays', () => {
    const cup = { label: 'cup', score: 0.9, box: { x1: 0, y1: 0, x2: 10, y2: 10 } }
    const bowl = { ...cup, label: 'bowl', score: 0.8 }

    expect(suppress([cup, bowl], 0.45)).toEqual([cup, bowl])
  })

  test('what is kept does not overlap within a label, and everything else overlaps something better that is kept', () => {
    fc.assert(
      fc.property(detections, (all) => {
        const kept = suppress(all, 0.45)

        for (const [i, a] of kept.entries()) {
          for (const b of kept.slice(i + 1)) expect(a.label !== b.label || iou(a.box, b.box) <= 0.45).toBe(true)
        }
        for (const gone of all.filter((detection) => !kept.includes(detection))) {
          const rivals = kept.filter((k) => k.label === gone.label && k.score >= gone.score)
          expect(rivals.some((k) => iou(k.box, gone.box) > 0.45)).toBe(true)
        }
      }),
    )
  })
})

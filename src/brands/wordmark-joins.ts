import { type Box, boxArea } from '../image/box.ts'
import type { TextLine } from '../vision/detection.ts'

/** Pairs of lines that may be parts of one wordmark: side by side in one row, or one under the other, in similar letters. */
export function adjacentLines(lines: readonly TextLine[]): [TextLine, TextLine][] {
  const pairs: [TextLine, TextLine][] = []
  for (const first of lines) {
    for (const second of lines) {
      if (first !== second && (follows(first.box, second.box) || isBelow(first.box, second.box))) {
        pairs.push([first, second])
      }
    }
  }
  return pairs
}

function follows(left: Box, right: Box): boolean {
  const height = Math.min(left.y2 - left.y1, right.y2 - right.y1)
  const shared = Math.min(left.y2, right.y2) - Math.max(left.y1, right.y1)
  const gap = right.x1 - left.x2
  return alike(left, right) && shared >= 0.5 * height && gap >= -0.5 * height && gap <= 1.5 * height
}

function isBelow(upper: Box, lower: Box): boolean {
  const width = Math.min(upper.x2 - upper.x1, lower.x2 - lower.x1)
  const height = Math.min(upper.y2 - upper.y1, lower.y2 - lower.y1)
  const shared = Math.min(upper.x2, lower.x2) - Math.max(upper.x1, lower.x1)
  const gap = lower.y1 - upper.y2
  return alike(upper, lower) && shared >= 0.5 * width && gap >= -0.5 * height && gap <= height
}

function alike(a: Box, b: Box): boolean {
  const ratio = (a.y2 - a.y1) / (b.y2 - b.y1)
  return boxArea(a) > 0 && boxArea(b) > 0 && ratio >= 0.4 && ratio <= 2.5
}

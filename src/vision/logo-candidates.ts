import { type Box, boxArea, hull, iou, type Size } from '../image/box.ts'

/** Where a logo may be. `label` says why: something looks like a logo, text stands there, or nothing speaks against it. */
export interface Candidate {
  label: 'logo' | 'text' | 'window'
  /** How much speaks for a logo, 0 to 1; 0 for windows. */
  score: number
  box: Box
}

/** Candidates of a picture at most: their vectors are most of the work. */
const mostCandidates = 24
/** Two boxes that overlap by more (IoU) are one candidate. */
const overlap = 0.7
/** Boxes with a shorter side, in px, have too little to tell a logo by. */
const shortestSide = 10
/** Sides of windows, shares of the shorter side of the picture. */
const windowSides = [0.9, 0.5, 0.3]
/** Steps between windows, shares of their side. */
const windowStep = 0.5

/**
 * Boxes, in px of the picture, in the order of what speaks for them: what the detector found, then lines of text and what stands
 * together, then, where there is no detector, windows of several sizes all over the picture.
 * @param found by the detector; null when there is none
 */
export function candidatesOf(found: readonly Candidate[] | null, lines: readonly Box[], picture: Size): Candidate[] {
  const texts = [...lines, ...stacked(lines)]
    .map((box): Candidate => ({ label: 'text', score: 0, box }))
    .sort((a, b) => boxArea(b.box) - boxArea(a.box))
  const windows = found === null ? windowsOf(picture) : []
  const chosen: Candidate[] = []
  for (const candidate of [...(found ?? []), ...texts, ...windows]) {
    const { x1, y1, x2, y2 } = candidate.box
    if (Math.min(x2 - x1, y2 - y1) < shortestSide) continue
    if (chosen.some((other) => iou(other.box, candidate.box) > overlap)) continue
    if (candidate.label !== 'window' && chosen.length >= mostCandidates) continue
    chosen.push(candidate)
  }
  return chosen
}

/** Lines of text that stand close above each other: a logo of two lines. */
function stacked(lines: readonly Box[]): Box[] {
  return lines.flatMap((a) => lines.filter((b) => b !== a && b.y1 >= a.y1 && isClose(a, b)).map((b) => hull([a, b])))
}

function isClose(upper: Box, lower: Box): boolean {
  const height = Math.min(upper.y2 - upper.y1, lower.y2 - lower.y1)
  const shared = Math.min(upper.x2, lower.x2) - Math.max(upper.x1, lower.x1)
  return shared >= 0.5 * Math.min(upper.x2 - upper.x1, lower.x2 - lower.x1) && lower.y1 - upper.y2 <= height
}

function windowsOf({ width, height }: Size): Candidate[] {
  return windowSides.flatMap((share) => {
    const side = share * Math.min(width, height)
    const places = (length: number) => {
      const count = Math.max(1, Math.round((length - side) / (windowStep * side)) + 1)
      return Array.from({ length: count }, (_, i) =>
        count === 1 ? (length - side) / 2 : (i * (length - side)) / (count - 1),
      )
    }
    return places(height).flatMap((y) =>
      places(width).map(
        (x): Candidate => ({ label: 'window', score: 0, box: { x1: x, y1: y, x2: x + side, y2: y + side } }),
      ),
    )
  })
}

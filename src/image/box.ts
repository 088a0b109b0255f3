/** An axis-parallel bounding box, `xyxy`: x1 <= x2, y1 <= y2; a pixel covers [x, x + 1). */
export interface Box {
  x1: number
  y1: number
  x2: number
  y2: number
}

export interface Size {
  width: number
  height: number
}

export function boxArea({ x1, y1, x2, y2 }: Box): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1)
}

export function intersection(a: Box, b: Box): Box {
  const x1 = Math.max(a.x1, b.x1)
  const y1 = Math.max(a.y1, b.y1)
  return { x1, y1, x2: Math.max(x1, Math.min(a.x2, b.x2)), y2: Math.max(y1, Math.min(a.y2, b.y2)) }
}

/** The area that two boxes share. */
export function sharedArea(a: Box, b: Box): number {
  const across = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1)
  const down = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1)
  return across > 0 && down > 0 ? across * down : 0
}

/** Intersection over union, 0 to 1; 0 when both are empty. */
export function iou(a: Box, b: Box): number {
  const shared = sharedArea(a, b)
  if (shared === 0) return 0
  return shared / (boxArea(a) + boxArea(b) - shared)
}

/** Shared area as a share of the smaller box, 0 to 1; 0 where that is empty. */
export function shareOfSmaller(a: Box, b: Box): number {
  const smaller = Math.min(boxArea(a), boxArea(b))
  return smaller > 0 ? sharedArea(a, b) / smaller : 0
}

/** The part of a box that lies inside a picture of this size. */
export function clip(box: Box, { width, height }: Size): Box {
  return intersection(box, { x1: 0, y1: 0, x2: width, y2: height })
}

/** The smallest box around some boxes; at least one is needed. */
export function hull(boxes: readonly Box[]): Box {
  if (boxes.length === 0) throw new RangeError('the hull of no boxes is not defined')
  const around = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity }
  for (const { x1, y1, x2, y2 } of boxes) {
    around.x1 = Math.min(around.x1, x1)
    around.y1 = Math.min(around.y1, y1)
    around.x2 = Math.max(around.x2, x2)
    around.y2 = Math.max(around.y2, y2)
  }
  return around
}

/** What overlaps nothing that stands before it by more than so much (IoU), whether that stays or not. */
export function distinct<T extends { box: Box }>(all: readonly T[], mostAlike: number): T[] {
  return all.filter(({ box }, i) => {
    // A slice and a closure each would take longer than to compare: there are hundreds.
    for (let before = 0; before < i; before++) if (iou((all[before] as T).box, box) > mostAlike) return false
    return true
  })
}

/** The corners of a box, clockwise from the top left. */
export function cornersOf({ x1, y1, x2, y2 }: Box) {
  return [
    { x: x1, y: y1 },
    { x: x2, y: y1 },
    { x: x2, y: y2 },
    { x: x1, y: y2 },
  ] as const
}

/** A box, and how much it counts. */
export interface Weighed {
  box: Box
  weight: number
}

/** Each side the weighted mean of those sides; weights are at least 0 and not all 0. */
export function meanBox(boxes: readonly Weighed[]): Box {
  const all = boxes.reduce((sum, { weight }) => sum + weight, 0)
  if (!(all > 0)) throw new RangeError('the mean of no boxes is not defined')
  const mean = (side: keyof Box) => boxes.reduce((sum, { box, weight }) => sum + weight * box[side], 0) / all
  return { x1: mean('x1'), y1: mean('y1'), x2: mean('x2'), y2: mean('y2') }
}

/** Area of the union of boxes, in px²: each pixel counts once. Coordinate compression, O(n³) for the few boxes of a picture. */
export function unionArea(boxes: readonly Box[]): number {
  const xs = [...new Set(boxes.flatMap((b) => [b.x1, b.x2]))].sort((a, b) => a - b)
  const ys = [...new Set(boxes.flatMap((b) => [b.y1, b.y2]))].sort((a, b) => a - b)
  let area = 0
  for (const [i, left] of xs.slice(0, -1).entries()) {
    for (const [j, top] of ys.slice(0, -1).entries()) {
      const right = xs[i + 1] ?? left
      const bottom = ys[j + 1] ?? top
      const covered = boxes.some((b) => b.x1 <= left && b.x2 >= right && b.y1 <= top && b.y2 >= bottom)
      if (covered) area += (right - left) * (bottom - top)
    }
  }
  return area
}

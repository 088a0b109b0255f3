import type { Point } from './detection.ts'

/** A rectangle at any angle. `along` is a unit vector; `width` is measured along it, `height` across it. */
export interface Rectangle {
  centre: Point
  along: Point
  width: number
  height: number
}

export type Quad = readonly [Point, Point, Point, Point]

/**
 * The rectangle of smallest area around some points: one of its sides lies on a side of their convex hull
 * (Freeman & Shapira 1975). Null without points.
 */
export function smallestRectangle(points: readonly Point[]): Rectangle | null {
  const hull = convexHull(points)
  let best: Rectangle | null = null
  for (const [i, from] of hull.entries()) {
    const to = hull[(i + 1) % hull.length] ?? from
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const along = length > 0 ? { x: (to.x - from.x) / length, y: (to.y - from.y) / length } : { x: 1, y: 0 }
    const around = rectangleAlong(hull, along)
    if (!best || around.width * around.height < best.width * best.height) best = around
  }
  return best
}

/** The same rectangle, moved outwards by `distance` on every side. */
export function grow(rectangle: Rectangle, distance: number): Rectangle {
  return { ...rectangle, width: rectangle.width + 2 * distance, height: rectangle.height + 2 * distance }
}

/**
 * The same rectangle, described as it most likely reads: left to right within 45 degrees of level,
 * or top to bottom when it is at least `tall` times as high as wide.
 */
export function inReadingDirection(rectangle: Rectangle, tall = 1.5): Rectangle {
  const level = turned(rectangle, (r) => r.along.x > 0 && Math.abs(r.along.y) <= r.along.x + 1e-9)
  return level.height >= tall * level.width ? quarterTurn(level) : level
}

/** The same rectangle, read from the other end. */
export function halfTurn(rectangle: Rectangle): Rectangle {
  return { ...rectangle, along: { x: -rectangle.along.x, y: -rectangle.along.y } }
}

/** Corners, clockwise from the top left as it reads. */
export function corners({ centre, along, width, height }: Rectangle): Quad {
  const at = (across: number, down: number) => ({
    x: centre.x + across * width * along.x - down * height * along.y,
    y: centre.y + across * width * along.y + down * height * along.x,
  })
  return [at(-0.5, -0.5), at(0.5, -0.5), at(0.5, 0.5), at(-0.5, 0.5)]
}

/** Corners of the convex hull, by Andrew's monotone chain (1979); collinear points are left out. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const lower = chain(sorted)
  const upper = chain(sorted.reverse())
  return lower.length > 1 ? [...lower.slice(0, -1), ...upper.slice(0, -1)] : lower
}

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    while (kept.length > 1 && !turnsLeft(kept[kept.length - 2], kept[kept.length - 1], point)) kept.pop()
    const last = kept[kept.length - 1]
    if (!last || last.x !== point.x || last.y !== point.y) kept.push(point)
  }
  return kept
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  return !!a && !!b && (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
}

function rectangleAlong(points: readonly Point[], along: Point): Rectangle {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const { x, y } of points) {
    const across = x * along.x + y * along.y
    const down = y * along.x - x * along.y
    left = Math.min(left, across)
    right = Math.max(right, across)
    top = Math.min(top, down)
    bottom = Math.max(bottom, down)
  }
  const across = (left + right) / 2
  const down = (top + bottom) / 2
  return {
    centre: { x: across * along.x - down * along.y, y: across * along.y + down * along.x },
    along,
    width: right - left,
    height: bottom - top,
  }
}

function quarterTurn({ centre, along, width, height }: Rectangle): Rectangle {
  return { centre, along: { x: -along.y, y: along.x }, width: height, height: width }
}

function turned(rectangle: Rectangle, fits: (rectangle: Rectangle) => boolean): Rectangle {
  let candidate = rectangle
  for (let i = 0; i < 3 && !fits(candidate); i++) candidate = quarterTurn(candidate)
  return candidate
}

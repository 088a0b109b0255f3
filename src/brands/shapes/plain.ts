import { overlapOf } from './likeness.ts'
import type { Silhouette } from './silhouette.ts'
import { stableShapes } from './stable-shapes.ts'

/** A silhouette that is as like a plain shape as this (IoU) could be anything: a plate, a wheel, a letter O. */
const plain = 0.93
const side = 192

/** Whether a silhouette is, seen from wherever, an ellipse, half of one, a ring, a triangle or a trapezium. */
export function isPlain(silhouette: Silhouette): boolean {
  known ??= plainShapes()
  return known.some((shape) => overlapOf(shape, silhouette).iou >= plain)
}

let known: Silhouette[] | null = null

function plainShapes(): Silhouette[] {
  const distance = (x: number, y: number) => Math.hypot(x, y)
  const shapes: ((x: number, y: number) => boolean)[] = [
    (x, y) => distance(x, y) < 1,
    (x, y) => distance(x, y) < 1 && y < 0,
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map((top) => (x: number, y: number) => Math.abs(x) < 1 - ((1 - top) * (1 + y)) / 2),
    ...[0.2, 0.35, 0.5, 0.6, 0.7, 0.77, 0.83, 0.88, 0.92].map(
      (inner) => (x: number, y: number) => distance(x, y) < 1 && distance(x, y) > inner,
    ),
  ]
  return shapes.flatMap(drawn)
}

/** @param inside whether a point of the square from -1 to 1 belongs to the shape */
function drawn(inside: (x: number, y: number) => boolean): Silhouette[] {
  // A pixel wider on each side, so that the whole picture is larger than any shape.
  const width = side + 2
  const at = (i: number) => (2 * (i - 0.5)) / side - 1
  const within = (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y)) < 1 && inside(x, y)
  const grey = Uint8Array.from({ length: width * width }, (_, i) =>
    within(at(i % width), at(Math.floor(i / width))) ? 0 : 255,
  )
  const sharp = { lighter: false, over: 1, mostGrowth: 0, least: 1, most: side * side, diversity: 0 }
  return stableShapes({ grey, width, height: width }, sharp)
}

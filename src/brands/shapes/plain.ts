import { overlapOf } from './likeness.ts'
import { type Silhouette, silhouetteOf } from './silhouette.ts'

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
  return shapes.map(drawn)
}

/** @param inside whether a point of the square from -1 to 1 belongs to the shape */
function drawn(inside: (x: number, y: number) => boolean): Silhouette {
  const pixels: number[] = []
  for (let i = 0; i < side * side; i++) {
    const x = (2 * ((i % side) + 0.5)) / side - 1
    const y = (2 * (Math.floor(i / side) + 0.5)) / side - 1
    if (inside(x, y)) pixels.push(i)
  }
  return silhouetteOf({ pixels: Int32Array.from(pixels), box: { x1: 0, y1: 0, x2: side, y2: side } }, side)
}

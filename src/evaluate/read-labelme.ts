import { z } from 'zod'
import { hull } from '../image/box.ts'
import { checkedAs } from './annotation-file.ts'
import { brandsOf, type TrueBox, type TrueImage } from './truth.ts'

const schema = z.object({
  imagePath: z.string().min(1, 'is empty'),
  imageWidth: z.int().positive().nullish(),
  imageHeight: z.int().positive().nullish(),
  shapes: z.array(
    z.object({
      label: z.string().trim().min(1, 'is empty'),
      shape_type: z.string().nullish(),
      points: z.array(z.tuple([z.number(), z.number()], 'is no [x, y]')).min(1, 'has no point'),
    }),
  ),
})

/** Shapes that do not surround anything. */
const withoutBox = new Set(['point', 'points', 'line', 'linestrip'])

/**
 * One file of LabelMe (github.com/wkentaro/labelme): a shape's label is its brand, its box the smallest around it. Points
 * and lines say that the brand is there, not where.
 * @throws UsageError with file, line and field
 */
export function readLabelme(value: unknown, source: { text: string; path: string }): TrueImage {
  const { imagePath, imageWidth, imageHeight, shapes } = checkedAs(schema, value, source)
  const boxes = shapes.flatMap(({ label, shape_type, points }): TrueBox[] => {
    if (withoutBox.has(shape_type ?? '')) return []
    const corners = shape_type === 'circle' ? aroundCircle(points) : points
    const box = hull(corners.map(([x, y]) => ({ x1: x, y1: y, x2: x, y2: y })))
    return box.x2 > box.x1 && box.y2 > box.y1 ? [{ brand: label, box, unit: 'pixels' }] : []
  })
  return {
    file: imagePath.replaceAll('\\', '/'),
    place: source.path,
    size: imageWidth && imageHeight ? { width: imageWidth, height: imageHeight } : null,
    brands: brandsOf(
      boxes,
      shapes.map(({ label }) => label),
    ),
    boxes,
    author: null,
    split: null,
  }
}

/** A circle is given by its centre and a point on it. */
function aroundCircle(points: readonly [number, number][]): [number, number][] {
  const [[x, y], [edgeX, edgeY]] = [points[0] ?? [0, 0], points[1] ?? points[0] ?? [0, 0]]
  const radius = Math.hypot(edgeX - x, edgeY - y)
  return [
    [x - radius, y - radius],
    [x + radius, y + radius],
  ]
}

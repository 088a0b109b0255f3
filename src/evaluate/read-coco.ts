import { z } from 'zod'
import { UsageError } from '../errors.ts'
import { checkedAs } from './annotation-file.ts'
import { brandsOf, type Truth } from './truth.ts'

const id = z.union([z.int(), z.string()], 'is no whole number and no text')

const schema = z.object({
  images: z.array(
    z.object({
      id,
      file_name: z.string().min(1, 'is empty'),
      width: z.int().positive().nullish(),
      height: z.int().positive().nullish(),
    }),
  ),
  annotations: z.array(
    z.object({
      image_id: id,
      category_id: id,
      bbox: z
        .tuple([z.number(), z.number(), z.number(), z.number()], 'is no [x, y, width, height]')
        .refine(([, , width, height]) => width > 0 && height > 0, 'is not [x, y, width, height] of a box with an area'),
      iscrowd: z.union([z.literal(0), z.literal(1)], 'is neither 0 nor 1').optional(),
    }),
  ),
  categories: z.array(z.object({ id, name: z.string().trim().min(1, 'is empty') })),
})

/**
 * COCO's instances JSON (cocodataset.org, "data format"): categories are brands, an image without annotations shows none.
 * A crowd (`iscrowd`) says that the brand is there, not where.
 * @throws UsageError with file, line and field
 */
export function readCoco(value: unknown, source: { text: string; path: string }): Truth {
  const { images, annotations, categories } = checkedAs(schema, value, source)
  unique(source.path, { images, categories })
  const names = new Map(categories.map((category) => [category.id, category.name]))
  const known = new Set(images.map((image) => image.id))
  const byImage = new Map<string | number, typeof annotations>()
  for (const [index, annotation] of annotations.entries()) {
    const place = `${source.path}: annotations[${index}]`
    if (!known.has(annotation.image_id)) throw new UsageError(`${place}: no image has the id ${annotation.image_id}`)
    if (!names.has(annotation.category_id))
      throw new UsageError(`${place}: no category has the id ${annotation.category_id}`)
    const own = byImage.get(annotation.image_id)
    if (own) own.push(annotation)
    else byImage.set(annotation.image_id, [annotation])
  }
  return {
    format: 'coco',
    notes: [],
    images: images.map((image, index) => {
      const own = byImage.get(image.id) ?? []
      const nameOf = (annotation: (typeof own)[number]) => names.get(annotation.category_id) as string
      const boxes = own
        .filter(({ iscrowd }) => iscrowd !== 1)
        .map((annotation) => {
          const [x, y, width, height] = annotation.bbox
          const box = { x1: x, y1: y, x2: x + width, y2: y + height }
          return { brand: nameOf(annotation), box, unit: 'pixels' as const }
        })
      return {
        file: image.file_name,
        place: `${source.path}: images[${index}]`,
        size: image.width && image.height ? { width: image.width, height: image.height } : null,
        brands: brandsOf(boxes, own.map(nameOf)),
        boxes,
        author: null,
        split: null,
      }
    }),
  }
}

/** Which of two is meant by an id nobody knows. */
function unique(path: string, lists: Record<string, readonly { id: string | number }[]>): void {
  for (const [list, entries] of Object.entries(lists)) {
    const seen = new Set<string | number>()
    for (const [index, entry] of entries.entries()) {
      if (seen.has(entry.id)) throw new UsageError(`${path}: ${list}[${index}]: the id ${entry.id} is there twice`)
      seen.add(entry.id)
    }
  }
}

import { z } from 'zod'
import { checkedAs } from './annotation-file.ts'
import { brandsOf, type TrueImage, type Truth } from './truth.ts'

const edge = z.number()
const xyxy = z
  .tuple([edge, edge, edge, edge], 'is no [x1, y1, x2, y2]')
  .refine(([x1, y1, x2, y2]) => x2 > x1 && y2 > y1, 'is not [x1, y1, x2, y2] with x1 < x2 and y1 < y2')
const brand = z.string().trim().min(1, 'is empty')

const image = z
  .object({
    file: z.string().min(1, 'is empty').describe('name or path of the image, as the run saw it or its end'),
    width: z.int().positive().optional().describe('of the upright image, in px'),
    height: z.int().positive().optional(),
    brands: z
      .array(brand, 'is still to be filled in: a list of brands, empty for none')
      .optional()
      .describe('every brand to be seen; empty: none. May be left out where all are boxed'),
    boxes: z
      .array(z.object({ brand, xyxy: xyxy.describe('left, top, right, bottom in px of the upright image') }))
      .optional()
      .describe('a brand without a box is known by image only'),
    author: z.string().min(1).optional().describe('who posted it: images of one author are not independent'),
    split: z.string().min(1).optional().describe('a part of the truth, for --split'),
  })
  .refine(
    ({ brands, boxes }) => brands !== undefined || boxes !== undefined,
    'has neither brands nor boxes; "brands": [] says that none is to be seen',
  )

/** Limelight's own truth: a list of images, or an object that has it as `images`. */
export const truthSchema = z.union([z.array(image), z.object({ images: z.array(image) })])

/** The JSON Schema that editors use: docs/truth.schema.json. */
export function truthJsonSchema(): string {
  const schema = z.toJSONSchema(truthSchema, { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'What is true of some images, for limelight eval' }, null, 2)}\n`
}

/** @throws UsageError with file, line and field */
export function readOurs(value: unknown, source: { text: string; path: string }): Truth {
  const isList = Array.isArray(value)
  const images = isList
    ? checkedAs(z.array(image), value, source)
    : checkedAs(z.object({ images: z.array(image) }), value, source).images
  const trueImage = ({ file, width, height, brands, boxes, author, split }: z.infer<typeof image>, index: number) => {
    const trueBoxes = (boxes ?? []).map(({ brand: name, xyxy: [x1, y1, x2, y2] }) => ({
      brand: name,
      box: { x1, y1, x2, y2 },
      unit: 'pixels' as const,
    }))
    return {
      file,
      place: `${source.path}: ${isList ? '' : 'images'}[${index}]`,
      size: width && height ? { width, height } : null,
      brands: brandsOf(trueBoxes, brands),
      boxes: trueBoxes,
      author: author ?? null,
      split: split ?? null,
    } satisfies TrueImage
  }
  const unknown = fieldsBeside(isList ? value : (value as { images: unknown[] }).images)
  const notes = unknown.length > 0 ? [`${source.path}: fields that mean nothing here: ${unknown.join(', ')}`] : []
  return { format: 'ours', images: images.map(trueImage), notes }
}

/** What nobody reads may be misspelt. */
function fieldsBeside(images: readonly unknown[]): string[] {
  const given = new Set(images.flatMap((one) => Object.keys(one as object)))
  return [...given].filter((field) => !(field in image.shape))
}

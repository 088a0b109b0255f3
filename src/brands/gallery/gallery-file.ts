import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../../errors.ts'
import { alone } from '../../file-lock.ts'
import { replaceFile } from '../../replace-file.ts'
import { normalise } from '../normalise.ts'

/** Where the box of a reference comes from: the user, the text that spells the name, or nowhere: it is the whole picture. */
export const boxOrigins = ['given', 'text', 'whole'] as const

const reference = z.strictObject({
  /** Path below the gallery; its name is the hash of its content. */
  file: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the file was called where it came from. */
  name: z.string(),
  /** `x1, y1, x2, y2` in pixels of the upright original; null: the whole picture. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  box_from: z.enum(boxOrigins),
  /** Brand's own colour of a drawing in one colour. */
  colour: z
    .string()
    .regex(/^[0-9a-f]{6}$/i)
    .nullable(),
})

const brand = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string()),
  handles: z.array(z.string()),
  hashtags: z.array(z.string()),
  threshold: z.number().min(0).max(1).nullable(),
  references: z.array(reference),
})

const schema = z.strictObject({
  format: z.literal('limelight-gallery'),
  version: z.literal(1),
  brands: z.array(brand),
})

/** A gallery as it stands in its `gallery.json`. */
export type Gallery = z.infer<typeof schema>
export type GalleryBrand = z.infer<typeof brand>
export type GalleryReference = z.infer<typeof reference>

export const galleryFile = 'gallery.json'
/** What to do where it can't be written. */
export const anotherFolder = 'give another folder with --gallery'
export const emptyGallery: Gallery = { format: 'limelight-gallery', version: 1, brands: [] }

/**
 * Reads a gallery: a folder with `gallery.json` and the pictures that it names.
 * @param folder as the user gave it, for messages
 * @returns null where there is no such file
 * @throws UsageError that names the file and what is wrong with it
 */
export async function readGallery(folder: string): Promise<Gallery | null> {
  const path = join(folder, galleryFile)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
    throw new UsageError(`${path}: the gallery can't be read (${cause.message})`, { cause })
  })
  return text === null ? null : parse(text, path)
}

/**
 * Changes a gallery, which is made if it is not there. The change is applied to what the file holds at that moment,
 * one change after the other where several commands make one: pictures that it needs are stored by the change itself, and those that
 * nothing needs any more are deleted `afterwards`, so that no command deletes what another one has just come to need. The new file takes
 * the place of the old one whole or not at all; pictures lie under the hash of their content, so the old file stays true until then.
 * @throws RunError if the folder can't be written
 */
export async function changeGallery(
  folder: string,
  change: (gallery: Gallery) => Gallery | Promise<Gallery>,
  afterwards: (changed: Gallery) => Promise<void> = async () => {},
): Promise<Gallery> {
  const file = join(folder, galleryFile)
  return await alone(file, async () => {
    const changed = await change((await readGallery(folder)) ?? emptyGallery)
    await replaceFile(file, `${JSON.stringify(changed, null, 2)}\n`, anotherFolder)
    await afterwards(changed)
    return changed
  })
}

/** The brand of a gallery by its name; capitals, accents and punctuation do not matter. */
export function brandNamed({ brands }: Gallery, name: string): GalleryBrand | null {
  return brands.find((candidate) => normalise(candidate.name) === normalise(name)) ?? null
}

function parse(text: string, path: string): Gallery {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${path}: is no JSON (${(cause as Error).message}); make the gallery again`, { cause })
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'is not right'}`)
}

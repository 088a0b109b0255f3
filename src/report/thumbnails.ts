import type { Sharp } from 'sharp'
import { sha256 as hashOf } from '../hash.ts'
import { blurred } from './blur.ts'
import type { Hidden, Hide } from './hidden-faces.ts'
import type { StrongPicture } from './queries-pictures.ts'

/** Formats that are measured; nothing else is opened, whatever the dataset names. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif'])

/** A small picture as a `data:` URI, or why there is none. */
export type Thumbnail = { src: string } | { missing: string }

/** Has the content at an address, or where that is not known any more, what has the hash; null when it is not to be had. */
export type ReadPicture = (uri: string, sha256: string | null) => Promise<Uint8Array | null>

/** How pictures of posts come onto pages: the one way that there is. */
export interface PictureAccess {
  read: ReadPicture
  hide: Hide
}

/** A picture of a dataset. */
export type StoredPicture = Pick<StrongPicture, 'row_id' | 'uri' | 'sha256'>

/**
 * The picture at an address, if it is still the file that was measured.
 * @param side longest side in px
 */
export async function thumbnail(picture: StoredPicture, access: PictureAccess, side = 480): Promise<Thumbnail> {
  const drawn = await draw(picture, access, async (image, { hidden, size }) => {
    const small = image
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
    return await (await blurred(small, hidden, size)).webp({ quality: 68 }).toBuffer()
  })
  return 'missing' in drawn ? drawn : { src: `data:image/webp;base64,${drawn.bytes.toString('base64')}` }
}

/**
 * A part of the picture at an address as a PNG, if it is still the file that was measured.
 * @param part in px of the upright original
 * @param side longest side in px
 */
export async function cutOut(
  picture: StoredPicture,
  access: PictureAccess,
  { part, side }: { part: Hidden; side: number },
): Promise<{ bytes: Buffer } | { missing: string }> {
  return await draw(picture, access, async (image, { hidden, size }) => {
    const left = Math.min(size.width - 1, Math.max(0, Math.floor(part.x1)))
    const top = Math.min(size.height - 1, Math.max(0, Math.floor(part.y1)))
    const width = Math.max(1, Math.min(size.width - left, Math.ceil(part.x2 - part.x1)))
    const height = Math.max(1, Math.min(size.height - top, Math.ceil(part.y2 - part.y1)))
    const small = image
      .extract({ left, top, width, height })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
    const moved = hidden.map(({ x1, y1, x2, y2 }) => ({ x1: x1 - left, y1: y1 - top, x2: x2 - left, y2: y2 - top }))
    return await (await blurred(small, moved, { width, height })).png().toBuffer()
  })
}

interface Upright {
  hidden: readonly Hidden[]
  /** Of the upright original. */
  size: { width: number; height: number }
}

/** Nothing is drawn of another file than was measured, of what is no picture, and where it is not known what has to be hidden. */
async function draw(
  { row_id, uri, sha256 }: StoredPicture,
  { read, hide }: PictureAccess,
  make: (image: Sharp, upright: Upright) => Promise<Buffer>,
): Promise<{ bytes: Buffer } | { missing: string }> {
  const bytes = await read(uri, sha256)
  if (!bytes) {
    const elsewhere = /^[a-z][a-z0-9+.-]+:\/\//i.test(uri)
    return {
      missing: elsewhere
        ? 'the file is not on this machine'
        : 'the file is not where it was measured; --pictures-from FOLDER looks for it elsewhere',
    }
  }
  if (sha256 !== null && hashOf(bytes) !== sha256) {
    return { missing: 'the file has changed since it was measured' }
  }
  const [{ default: sharp }, { withImages }] = await Promise.all([import('sharp'), import('../image/loaders.ts')])
  try {
    const image = sharp(bytes, { failOn: 'none', limitInputPixels: 100_000_000 })
    const { format, autoOrient: size } = await withImages(() => image.metadata())
    if (!formats.has(format)) return { missing: 'the file is not a picture that is measured' }
    const hidden = await hide({ row_id }, bytes)
    if (!hidden)
      return {
        missing:
          'faces were not looked for, so that they can not be blurred; `limelight models pull` gets what finds them',
      }
    return { bytes: await withImages(() => make(image.rotate(), { hidden, size })) }
  } catch (error) {
    return { missing: `the file can not be drawn (${(error as Error).message.slice(0, 80)})` }
  }
}

import { readFile } from 'node:fs/promises'
import { sha256 as hashOf } from '../hash.ts'
import type { StrongPicture } from './queries-pictures.ts'

/** Formats that are measured; nothing else is opened, whatever the dataset names. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif'])

/** A small picture as a `data:` URI, or why there is none. */
export type Thumbnail = { src: string } | { missing: string }

/** Has the content at an address; null when it is not to be had. */
export type ReadPicture = (uri: string) => Promise<Uint8Array | null>

const readFromDisk: ReadPicture = (uri) => readFile(uri).catch(() => null)

/** The picture at an address, if it is still the file that was measured. */
export async function thumbnail(
  { uri, sha256 }: Pick<StrongPicture, 'uri' | 'sha256'>,
  read = readFromDisk,
): Promise<Thumbnail> {
  if (read === readFromDisk && /^[a-z][a-z0-9+.-]+:\/\//i.test(uri))
    return { missing: 'the file is not on this machine' }
  const bytes = await read(uri)
  if (!bytes) return { missing: 'the file is no longer where it was measured' }
  if (sha256 !== null && hashOf(bytes) !== sha256) {
    return { missing: 'the file has changed since it was measured' }
  }
  const { default: sharp } = await import('sharp')
  try {
    const image = sharp(bytes, { failOn: 'none', limitInputPixels: 100_000_000 })
    const { format } = await image.metadata()
    if (!formats.has(format)) return { missing: 'the file is not a picture that is measured' }
    const small = await image
      .rotate()
      .resize({ width: 480, height: 480, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 68 })
      .toBuffer()
    return { src: `data:image/webp;base64,${small.toString('base64')}` }
  } catch (error) {
    return { missing: `the file can not be drawn (${(error as Error).message.slice(0, 80)})` }
  }
}

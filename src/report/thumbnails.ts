import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { sha256 as hashOf } from '../hash.ts'
import type { StrongPicture } from './queries-pictures.ts'

interface Size {
  width: number
  height: number
}

/** Formats that are measured; nothing else is opened, whatever the dataset names. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif'])

/** A small picture as a `data:` URI, or why there is none. */
export type Thumbnail = { src: string } | { missing: string }

/** Has the content at an address; null when it is not to be had. */
export type ReadPicture = (uri: string) => Promise<Uint8Array | null>

const readFromDisk: ReadPicture = (uri) => readFile(uri).catch(() => null)

/** A part of a picture that is not shown as it is, in px of the upright original. */
export interface Hidden {
  x1: number
  y1: number
  x2: number
  y2: number
}

/**
 * The picture at an address, if it is still the file that was measured.
 * @param hidden parts that are blurred beyond recognition
 * @param side longest side in px
 */
export async function thumbnail(
  { uri, sha256 }: Pick<StrongPicture, 'uri' | 'sha256'>,
  read = readFromDisk,
  hidden: readonly Hidden[] = [],
  side = 480,
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
    const { autoOrient } = await image.metadata()
    const small = image
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
    const shown = hidden.length === 0 ? small : await blurred(small, hidden, autoOrient)
    const bytesOfIt = await shown.webp({ quality: 68 }).toBuffer()
    return { src: `data:image/webp;base64,${bytesOfIt.toString('base64')}` }
  } catch (error) {
    return { missing: `the file can not be drawn (${(error as Error).message.slice(0, 80)})` }
  }
}

/** A face keeps some eight shades across: nobody is known by them. */
const shades = 8
/** Grown by this share of its size on each side, for hair and chin. */
const around = 0.2

async function blurred(image: Sharp, hidden: readonly Hidden[], original: Size): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  const { data, info } = await image.png({ compressionLevel: 0 }).toBuffer({ resolveWithObject: true })
  const scale = info.width / original.width
  const patches = await Promise.all(
    hidden.map(async ({ x1, y1, x2, y2 }) => {
      const [growX, growY] = [around * (x2 - x1), around * (y2 - y1)]
      const left = Math.max(0, Math.floor((x1 - growX) * scale))
      const top = Math.max(0, Math.floor((y1 - growY) * scale))
      const width = Math.min(info.width, Math.ceil((x2 + growX) * scale)) - left
      const height = Math.min(info.height, Math.ceil((y2 + growY) * scale)) - top
      if (width < 1 || height < 1) return []
      const coarse = await sharp(data)
        .extract({ left, top, width, height })
        .resize(Math.min(shades, width), Math.min(shades, height), { fit: 'fill' })
        .png()
        .toBuffer()
      const input = await sharp(coarse).resize(width, height, { fit: 'fill' }).png().toBuffer()
      return [{ input, left, top }]
    }),
  )
  return sharp(data).composite(patches.flat())
}

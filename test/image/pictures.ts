import sharp from 'sharp'
import { type DecodeOptions, defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'

/** For comparison with other tools: every pixel as it was stored. */
export const asStored: DecodeOptions = { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' }

/** A picture made from a function of x and y. */
export function drawn(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): Picture {
  const rgb = new Uint8Array(3 * width * height)
  for (let i = 0; i < width * height; i++) rgb.set(colour(i % width, Math.floor(i / width)), 3 * i)
  return pictureOf(rgb, width, height)
}

export function pictureOf(rgb: Uint8Array, width: number, height: number): Picture {
  const original = { width, height, format: 'png', bytes: rgb.length }
  return { rgb, width, height, original, scale: 1, warnings: [], capturedAt: null }
}

/** The same number for the same seed, 0 to 255: noise that can be drawn again. */
export function noise(seed: number): number {
  let x = Math.imul(seed + 1, 0x9e3779b1)
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b)
  return (x ^ (x >>> 13)) & 255
}

/** A file in a format of sharp's, of a drawn picture. */
export async function file(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif',
  picture: Picture,
): Promise<Buffer> {
  const { rgb, width, height } = picture
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

/** Blobs and noise, so that there are flat parts, soft edges, hard edges and colours of all kinds. */
export const scene = (width: number, height: number, seed: number): Picture =>
  drawn(width, height, (x, y) => {
    const blob = noise(seed + (x >> 3) + 97 * (y >> 3))
    const grain = noise(seed + x + 1013 * y) >> (seed % 8)
    return [blob, (blob * 3 + grain) & 255, Math.min(255, (noise(seed + (x >> 4)) >> 1) + grain)]
  })

import sharp from 'sharp'
import type { Picture } from '../image/picture.ts'

const largestSide = 65_535 // of a JPEG

/**
 * Visual complexity: ln of the bytes a pixel that a JPEG takes (quality 85, chroma halved both ways, standard Huffman
 * tables, baseline, no metadata: what libjpeg and Pillow write by default).
 * The definition was inferred from the values in Hartmann, Heitmann, Schamp & Netzer (2021), Table 3.
 * @returns about -4 to 1; null where a side is longer than a JPEG allows
 */
export async function visualComplexity({ rgb, width, height }: Picture): Promise<number | null> {
  if (Math.max(width, height) > largestSide) return null
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85, chromaSubsampling: '4:2:0', optimiseCoding: false, progressive: false })
    .toBuffer()
  return Math.log(jpeg.length / (width * height))
}

import sharp from 'sharp'
import type { Picture } from '../image/picture.ts'
import type { Row } from './registry/index.ts'

const largestSide = 65_535 // of a JPEG

/**
 * What a JPEG of the picture takes (quality 85, chroma halved both ways, standard Huffman tables, baseline, no metadata: what
 * libjpeg and Pillow write by default).
 *
 * Visual complexity is ln of its bytes a pixel, about -4 to 1; the definition was inferred from the values in Hartmann, Heitmann,
 * Schamp & Netzer (2021), Table 3. Simplicity is 1 - its bytes / three a pixel (Mayer & Landwehr 2018), 0 where it takes more.
 * Both are null where a side is longer than a JPEG allows.
 */
export async function complexityVariables({ rgb, width, height }: Picture): Promise<Row> {
  if (Math.max(width, height) > largestSide) return { visual_complexity: null, simplicity: null }
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85, chromaSubsampling: '4:2:0', optimiseCoding: false, progressive: false })
    .toBuffer()
  return {
    visual_complexity: Math.log(jpeg.length / (width * height)),
    simplicity: Math.max(0, 1 - jpeg.length / rgb.length),
  }
}

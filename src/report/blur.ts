import type { Sharp } from 'sharp'
import type { Hidden } from './hidden-faces.ts'

interface Size {
  width: number
  height: number
}

/** A face keeps some eight shades across: nobody is known by them. */
const shades = 8
/** Grown by this share of its size on each side, for hair and chin. */
const around = 0.2

/**
 * A picture whose hidden parts are beyond recognition.
 * @param hidden in px of `original`, the same picture before it was made smaller; may reach over the edges
 */
export async function blurred(image: Sharp, hidden: readonly Hidden[], original: Size): Promise<Sharp> {
  if (hidden.length === 0) return image
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

import type { Picture } from '../image/picture.ts'
import type { Rectangle } from './text-rectangle.ts'

/**
 * A rectangle of a picture, rectified to `width` x `height` and written as planes B, G, R of (value / 127.5) - 1,
 * the layout of PP-OCR. Bilinear, with a grid of samples a pixel where the picture is larger, and edges repeated outside.
 * Columns from `width` to `stride` stay as they are.
 */
export function cropInto(
  planes: Float32Array,
  picture: Pick<Picture, 'rgb' | 'width' | 'height'>,
  rectangle: Rectangle,
  { width, height, stride }: { width: number; height: number; stride: number },
): void {
  const { centre, along } = rectangle
  const fine = Math.max(1, Math.min(4, Math.round(rectangle.height / height)))
  const stepAlong = rectangle.width / (width * fine)
  const stepAcross = rectangle.height / (height * fine)
  const plane = stride * height
  const share = 1 / (fine * fine * 127.5)
  const { rgb } = picture
  const right = picture.width - 1
  const bottom = picture.height - 1
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let j = 0; j < fine; j++) {
        const across = (row * fine + j + 0.5) * stepAcross - rectangle.height / 2
        for (let i = 0; i < fine; i++) {
          const forward = (column * fine + i + 0.5) * stepAlong - rectangle.width / 2
          const x = Math.min(right, Math.max(0, centre.x + forward * along.x - across * along.y - 0.5))
          const y = Math.min(bottom, Math.max(0, centre.y + forward * along.y + across * along.x - 0.5))
          const x0 = Math.floor(x)
          const y0 = Math.floor(y)
          const fx = x - x0
          const fy = y - y0
          const a = 3 * (y0 * picture.width + x0)
          const b = x0 < right ? a + 3 : a
          const down = y0 < bottom ? 3 * picture.width : 0
          const wa = (1 - fx) * (1 - fy)
          const wb = fx * (1 - fy)
          const wc = (1 - fx) * fy
          const wd = fx * fy
          const c = a + down
          const d = b + down
          red += wa * byte(rgb, a) + wb * byte(rgb, b) + wc * byte(rgb, c) + wd * byte(rgb, d)
          green += wa * byte(rgb, a + 1) + wb * byte(rgb, b + 1) + wc * byte(rgb, c + 1) + wd * byte(rgb, d + 1)
          blue += wa * byte(rgb, a + 2) + wb * byte(rgb, b + 2) + wc * byte(rgb, c + 2) + wd * byte(rgb, d + 2)
        }
      }
      const at = row * stride + column
      planes[at] = blue * share - 1
      planes[plane + at] = green * share - 1
      planes[2 * plane + at] = red * share - 1
    }
  }
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}

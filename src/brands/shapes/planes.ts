import type { Raster } from '../features/reference.ts'
import type { Grey } from './stable-shapes.ts'

export function lightness({ rgb, width, height }: Raster): Grey {
  const grey = new Uint8Array(width * height)
  for (let i = 0; i < grey.length; i++)
    grey[i] = (77 * (rgb[3 * i] as number) + 150 * (rgb[3 * i + 1] as number) + 29 * (rgb[3 * i + 2] as number)) >> 8
  return { grey, width, height }
}

/** Red against green, and yellow against blue: colours that are equally light are told apart by these. */
export function opponents({ rgb, width, height }: Raster): Grey[] {
  const redness = new Uint8Array(width * height)
  const yellowness = new Uint8Array(width * height)
  for (let i = 0; i < redness.length; i++) {
    const [r, g, b] = [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]
    redness[i] = (256 + r - g) >> 1
    yellowness[i] = (512 + r + g - 2 * b) >> 2
  }
  return [redness, yellowness].map((grey) => ({ grey, width, height }))
}

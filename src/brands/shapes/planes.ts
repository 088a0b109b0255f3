import type { Raster } from '../features/reference.ts'
import type { Grey } from './component-tree.ts'

/** Light and dark: what is dark in one is light in the other. */
export function lightPlanes({ rgb, width, height }: Raster): Grey[] {
  const grey = new Uint8Array(width * height)
  for (let i = 0; i < grey.length; i++)
    grey[i] = (77 * (rgb[3 * i] as number) + 150 * (rgb[3 * i + 1] as number) + 29 * (rgb[3 * i + 2] as number)) >> 8
  return turnedOver({ grey, width, height })
}

/** Red against green, and yellow against blue: colours that are equally light are told apart by these. */
export function colourPlanes({ rgb, width, height }: Raster): Grey[] {
  const redness = new Uint8Array(width * height)
  const yellowness = new Uint8Array(width * height)
  for (let i = 0; i < redness.length; i++) {
    const [r, g, b] = [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]
    redness[i] = (256 + r - g) >> 1
    yellowness[i] = (512 + r + g - 2 * b) >> 2
  }
  return [redness, yellowness].flatMap((grey) => turnedOver({ grey, width, height }))
}

function turnedOver({ grey, width, height }: Grey): Grey[] {
  return [
    { grey, width, height },
    { grey: grey.map((value) => 255 - value), width, height },
  ]
}

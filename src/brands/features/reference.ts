import sharp from 'sharp'
import type { Box, Size } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import { smallPicture } from './look.ts'
import { patchOf } from './patch.ts'
import type { Plane } from './pyramid.ts'
import { type Features, sift } from './sift.ts'

/** What is known of one reference: its local features, in px of the logo's box at the size at which it was looked at. */
export interface ReferenceFeatures extends Features {
  /** The logo as a small grey picture. */
  patch: Plane
  /** The logo itself as a small picture in colour, {@link lookSide} px square, stretched. */
  small: Uint8Array
  /** Where the logo itself lies, as shares of the width and height: a drawing has a plate around it. */
  logo: Box
}

const shortestSide = 160
const longestSide = 400
const mostEnlarged = 4
/** Places a reference, at most: 500 brands with 5 references each take 100 MB at most. */
const most = 200
/** Lower than in photos: many logos are smooth, and their few faint places are all there is. */
const contrast = 0.004

/**
 * The local features of a reference's logo. Small ones are enlarged, large ones made smaller.
 * @param box the logo, in px of the picture
 * @param ink the logo without what is around it in the box
 */
export async function describeReference(picture: Picture, box: Box, ink = box): Promise<ReferenceFeatures> {
  const crop = cropOf(picture, box)
  const scale = Math.min(
    longestSide / Math.max(crop.width, crop.height),
    Math.min(mostEnlarged, Math.max(1, shortestSide / Math.min(crop.width, crop.height))),
  )
  const size = {
    width: Math.max(1, Math.round(crop.width * scale)),
    height: Math.max(1, Math.round(crop.height * scale)),
  }
  const rgb = await resized(crop, size)
  return {
    ...sift(rgb, size, { enlarged: 2, most, contrast }),
    patch: patchOf({ rgb, ...size }),
    small: smallPicture(picture, ink),
    logo: shareOf(ink, box),
  }
}

function shareOf(part: Box, { x1, y1, x2, y2 }: Box): Box {
  const [width, height] = [x2 - x1, y2 - y1]
  return {
    x1: (part.x1 - x1) / width,
    y1: (part.y1 - y1) / height,
    x2: (part.x2 - x1) / width,
    y2: (part.y2 - y1) / height,
  }
}

export interface Raster extends Size {
  /** Interleaved, length 3 · width · height. */
  rgb: Uint8Array
}

export async function resized({ rgb, width, height }: Raster, size: Size): Promise<Uint8Array> {
  if (size.width === width && size.height === height) return rgb
  return await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer()
}

export function cropOf({ rgb, width, height }: Raster, box: Box): Raster {
  const left = Math.max(0, Math.min(width - 1, Math.floor(box.x1)))
  const top = Math.max(0, Math.min(height - 1, Math.floor(box.y1)))
  const across = Math.max(1, Math.min(width, Math.ceil(box.x2)) - left)
  const down = Math.max(1, Math.min(height, Math.ceil(box.y2)) - top)
  const out = new Uint8Array(3 * across * down)
  for (let y = 0; y < down; y++) {
    const from = 3 * ((top + y) * width + left)
    out.set(rgb.subarray(from, from + 3 * across), 3 * y * across)
  }
  return { rgb: out, width: across, height: down }
}

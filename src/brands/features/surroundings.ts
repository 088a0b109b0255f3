import { type Box, clip, type Size } from '../../image/box.ts'
import { resample } from '../../vision/resample.ts'
import { type Blob, blobsOf } from './blobs.ts'
import type { Raster } from './reference.ts'

/** What is around letters, as a small picture. */
interface Surroundings extends Raster {
  /** Where it lies in the photo, px of its raster. */
  place: Box
  /** Px of the small picture in one of the photo, across and down. */
  scale: { x: number; y: number }
}

/** How far is looked, in lengths of the letters: a symbol is seldom further away. */
const reach = 1.3
/** Longest side, px: letters are some 50 px long. */
const longestSide = 128
const shortestSide = 8

/** Things around letters that are looked at, those that stand out most. */
const mostBlobs = 40

/** What stands out in and around a box, in px of the photo. */
export function blobsAround(box: Box, photo: Raster): Blob[] {
  const around = surroundingsOf(photo, box)
  return blobsOf(around, mostBlobs).map((blob) => ({ ...blob, box: inPhoto(blob.box, around) }))
}

function surroundingsOf(photo: Raster, letters: Box): Surroundings {
  const far = reach * Math.max(letters.x2 - letters.x1, letters.y2 - letters.y1)
  const { x1, y1, x2, y2 } = letters
  const inside = clip({ x1: x1 - far, y1: y1 - far, x2: x2 + far, y2: y2 + far }, photo)
  const place = wholePixels(inside, photo)
  const [width, height] = [place.x2 - place.x1, place.y2 - place.y1]
  const shrink = Math.min(1, longestSide / Math.max(width, height))
  const size = {
    width: Math.max(shortestSide, Math.round(shrink * width)),
    height: Math.max(shortestSide, Math.round(shrink * height)),
  }
  const rgb = resampled(photo, place, size)
  return { rgb, ...size, place, scale: { x: size.width / width, y: size.height / height } }
}

/** A box of the small picture in px of the photo. */
function inPhoto(box: Box, { place, scale }: Surroundings): Box {
  return {
    x1: place.x1 + box.x1 / scale.x,
    y1: place.y1 + box.y1 / scale.y,
    x2: place.x1 + box.x2 / scale.x,
    y2: place.y1 + box.y2 / scale.y,
  }
}

/** The px that a box touches, at least one. */
function wholePixels({ x1, y1, x2, y2 }: Box, { width, height }: Size): Box {
  const left = Math.max(0, Math.min(width - 1, Math.floor(x1)))
  const top = Math.max(0, Math.min(height - 1, Math.floor(y1)))
  return {
    x1: left,
    y1: top,
    x2: Math.max(left + 1, Math.min(width, Math.ceil(x2))),
    y2: Math.max(top + 1, Math.min(height, Math.ceil(y2))),
  }
}

function resampled(picture: Raster, { x1, y1, x2, y2 }: Box, size: Size): Uint8Array {
  const pixels = size.width * size.height
  const planes = new Float32Array(3 * pixels)
  const part = { x: x1, y: y1, width: x2 - x1, height: y2 - y1 }
  resample(picture, part, size, { data: planes, at: 0, stride: size.width, plane: pixels })
  const rgb = new Uint8Array(3 * pixels)
  for (let channel = 0; channel < 3; channel++) {
    const plane = planes.subarray(channel * pixels, (channel + 1) * pixels)
    // A byte keeps what stands before the point.
    for (let i = 0; i < pixels; i++) rgb[3 * i + channel] = (plane[i] as number) + 0.5
  }
  return rgb
}

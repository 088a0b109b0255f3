import { readFile } from 'node:fs/promises'
import { UsageError } from '../../errors.ts'
import { type Box, boxArea, clip } from '../../image/box.ts'
import { decode } from '../../image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../image/picture.ts'
import { sniffFormat, sniffLength } from '../../image/sniff.ts'
import type { BrandReference } from '../brand.ts'
import { drawViews } from './drawing-views.ts'

/** One look at a reference: a picture, and where the logo is in it, in its own pixels. */
export interface ReferenceView {
  picture: Picture
  box: Box
  /** Where in the box a drawing is, without its plate; of a photo nobody knows. */
  ink?: Box
}

/** Longest side at which photos of references are read: the logo is what is looked at, and it may be a small part. */
const longestSide = 1600
/** A box with shorter sides has too little to tell a logo by. */
const shortestSide = 8

/**
 * How a reference can look: a photo as it is; a drawing (SVG) on several plates and in several colours.
 * @throws UsageError that names the file, for what is no picture and for a box that is not in it
 */
export async function referenceViews(reference: BrandReference): Promise<ReferenceView[]> {
  const { path, box } = reference
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new UsageError(`${path}: the reference can't be read (${cause.message})`, { cause })
  })
  if (sniffFormat(bytes.subarray(0, sniffLength)) === 'svg') {
    if (box) throw new UsageError(`${path}: a drawing (SVG) is taken as a whole; leave its box out`)
    const { pictures, ink } = await drawViews(bytes, reference)
    return pictures.map((picture) => ({ picture, box: wholeOf(picture), ink }))
  }
  const picture = await readPhoto(path, bytes)
  if (!box) return [{ picture, box: wholeOf(picture) }]
  return [{ picture, box: boxOn(picture, box, path) }]
}

/** Reads a photo of a reference as a run reads images. @throws UsageError */
export async function readPhoto(path: string, bytes: Uint8Array): Promise<Picture> {
  try {
    return await decode(bytes, { ...defaultDecodeOptions, analysisSize: longestSide })
  } catch (cause) {
    throw new UsageError(`${path}: is no reference: ${(cause as Error).message}`, { cause })
  }
}

function boxOn(picture: Picture, box: Box, path: string): Box {
  const inside = clip(box, picture.original)
  const { width, height } = picture.original
  const [x, y] = [picture.width / width, picture.height / height]
  const shown = `${box.x1},${box.y1},${box.x2},${box.y2}`
  if (boxArea(inside) <= 0) {
    throw new UsageError(`${path}: the box ${shown} lies outside of the picture, which is ${width} x ${height} px`)
  }
  const scaled = { x1: inside.x1 * x, y1: inside.y1 * y, x2: inside.x2 * x, y2: inside.y2 * y }
  if (Math.min(scaled.x2 - scaled.x1, scaled.y2 - scaled.y1) < shortestSide) {
    throw new UsageError(
      `${path}: the box ${shown} is less than ${shortestSide} px wide or high; take a larger picture`,
    )
  }
  return scaled
}

function wholeOf({ width, height }: Picture): Box {
  return { x1: 0, y1: 0, x2: width, y2: height }
}

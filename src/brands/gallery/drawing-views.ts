import sharp from 'sharp'
import { UsageError } from '../../errors.ts'
import type { Box, Size } from '../../image/box.ts'
import { withDrawings } from '../../image/loaders.ts'
import type { Picture } from '../../image/picture.ts'

/** Longest side in px at which drawings are rendered. */
const longestSide = 320
/** Plain plate around a drawing, share of its longest side: logos are rarely cut off at their outline. */
const plate = 0.08
/** A drawing that covers more than this of its plate is a plate itself: as a silhouette it would be a blank. */
const mostCovered = 0.92

type Colour = readonly [number, number, number]
const white: Colour = [255, 255, 255]
const black: Colour = [0, 0, 0]

/**
 * A drawing (SVG) as it may be printed: in its own colours on white and on black, and as a silhouette: black on white, white on black,
 * in the brand's colour on white, white on the brand's colour.
 * @returns the pictures, and where in all of them is what was drawn: not the plate, nor the empty part of its canvas
 * @throws UsageError for a drawing that can't be rendered or shows nothing
 */
export async function drawViews(
  svg: Uint8Array,
  { path, colour }: { path: string; colour: string | null },
): Promise<{ pictures: Picture[]; ink: Box }> {
  const drawing = await render(svg, path)
  const { covered, mean, oneColour } = inkOf(drawing)
  if (covered === 0) throw new UsageError(`${path}: the drawing shows nothing; give one with shapes in it`)
  const own = colour ? hex(colour) : mean
  const ink = inkBox(drawing)
  const inOwnColours = oneColour ? [] : [onPlate(drawing, null, white), onPlate(drawing, null, black)]
  if (covered > mostCovered) {
    return { ink, pictures: inOwnColours.length > 0 ? inOwnColours : [onPlate(drawing, own, white)] }
  }
  const silhouettes: [Colour, Colour][] = [
    [black, white],
    [white, black],
  ]
  if (!isGrey(own)) silhouettes.push([own, white], [white, own])
  const drawn = silhouettes.map(([colourOfInk, ground]) => onPlate(drawing, colourOfInk, ground))
  return { ink, pictures: [...inOwnColours, ...drawn] }
}

interface Drawing {
  rgba: Uint8Array
  width: number
  height: number
}

async function render(svg: Uint8Array, path: string): Promise<Drawing> {
  try {
    return await withDrawings(() => rasterOf(svg))
  } catch (cause) {
    throw new UsageError(`${path}: the drawing can't be rendered (${(cause as Error).message.split('\n')[0]})`, {
      cause,
    })
  }
}

async function rasterOf(svg: Uint8Array): Promise<Drawing> {
  const { width = 0, height = 0 } = await sharp(svg, { limitInputPixels: false }).metadata()
  const density = Math.min(72_000, Math.max(1, (72 * longestSide) / Math.max(1, width, height)))
  const { data, info } = await sharp(svg, { density })
    .resize(longestSide, longestSide, { fit: 'inside' })
    .ensureAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { rgba: data, width: info.width, height: info.height }
}

/** How much of a drawing is ink, and in what colour: means are weighted by opacity. */
function inkOf({ rgba }: Drawing): { covered: number; mean: Colour; oneColour: boolean } {
  const sums = [0, 0, 0]
  const squares = [0, 0, 0]
  let opacity = 0
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = (rgba[at + 3] as number) / 255
    opacity += alpha
    for (const channel of [0, 1, 2]) {
      const value = rgba[at + channel] as number
      sums[channel] = (sums[channel] as number) + alpha * value
      squares[channel] = (squares[channel] as number) + alpha * value * value
    }
  }
  if (opacity === 0) return { covered: 0, mean: black, oneColour: true }
  const mean = sums.map((sum) => sum / opacity)
  const deviation = Math.max(...squares.map((sum, i) => sum / opacity - (mean[i] as number) ** 2))
  return { covered: (4 * opacity) / rgba.length, mean: mean as unknown as Colour, oneColour: deviation < 64 }
}

/** The smallest box around all that is at least half opaque, in pixels of the pictures; all of the drawing where nothing is. */
function inkBox({ rgba, width, height }: Drawing): Box {
  const margin = marginOf({ width, height })
  const box = { x1: width, y1: height, x2: 0, y2: 0 }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((rgba[4 * (y * width + x) + 3] as number) < 128) continue
      box.x1 = Math.min(box.x1, x)
      box.y1 = Math.min(box.y1, y)
      box.x2 = Math.max(box.x2, x + 1)
      box.y2 = Math.max(box.y2, y + 1)
    }
  }
  const { x1, y1, x2, y2 } = box.x2 > 0 ? box : { x1: 0, y1: 0, x2: width, y2: height }
  return { x1: x1 + margin, y1: y1 + margin, x2: x2 + margin, y2: y2 + margin }
}

function marginOf({ width, height }: Size): number {
  return Math.round(plate * Math.max(width, height))
}

/** @param ink one colour for all that is drawn; null: the drawing's own */
function onPlate({ rgba, width, height }: Drawing, ink: Colour | null, ground: Colour): Picture {
  const margin = marginOf({ width, height })
  const size = { width: width + 2 * margin, height: height + 2 * margin }
  const rgb = new Uint8Array(3 * size.width * size.height)
  for (let i = 0; i < rgb.length; i++) rgb[i] = ground[i % 3] as number
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x)
      const to = 3 * ((y + margin) * size.width + x + margin)
      const alpha = (rgba[from + 3] as number) / 255
      for (let channel = 0; channel < 3; channel++) {
        const drawn = ink ? (ink[channel] as number) : (rgba[from + channel] as number)
        rgb[to + channel] = Math.round(alpha * drawn + (1 - alpha) * (ground[channel] as number))
      }
    }
  }
  const original = { ...size, format: 'svg', bytes: rgb.length }
  return { ...size, rgb, original, scale: 1, warnings: [], capturedAt: null }
}

function hex(colour: string): Colour {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [channel(0), channel(2), channel(4)]
}

function isGrey(colour: Colour): boolean {
  return Math.max(...colour) - Math.min(...colour) < 24
}

import sharp from 'sharp'
import type { Size } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { alike, runEach } from './batch.ts'
import type { ModelSession } from './session.ts'
import type { Rectangle } from './text-rectangle.ts'
import { type RegionOptions, type TextMap, textRegions } from './text-regions.ts'

/** PP-OCRv4 detection's own thresholds, but for the mean: hardly a region of less than 0.65 can be read. */
export const regionDefaults: RegionOptions = { threshold: 0.3, meanThreshold: 0.65, unclip: 1.6, shortest: 2 }

/** A line that detection found, in pixels of the picture it was given. */
export interface FoundLine {
  rectangle: Rectangle
  score: number
}

/** A picture, and the long side that it is looked at with. */
export interface Look {
  picture: Picture
  longSide: number
}

/**
 * Looks for lines of text in pictures, each scaled to its `longSide`.
 * @param most inputs of one size that are run at once
 */
export async function detectLines(
  session: ModelSession,
  looks: readonly Look[],
  most: number,
  options: RegionOptions = regionDefaults,
): Promise<FoundLine[][]> {
  const found: FoundLine[][] = []
  const sizes = looks.map(({ picture, longSide }) => inputSize(picture, longSide))
  for (const group of alike(sizes)) {
    const size = sizes[group[0] as number] as Size
    const pictureAt = (at: number) => (looks[group[at] as number] as Look).picture
    const write = (at: number) => inputPlanes(pictureAt(at), size)
    const inputs = { count: group.length, shape: [3, size.height, size.width] as const, write }
    await runEach(session, inputs, most, (at, outputs) => {
      const [probability = new Float32Array()] = Object.values(outputs)
      found[group[at] as number] = linesIn({ probability, ...size }, pictureAt(at), options)
    })
  }
  return found
}

function linesIn(map: TextMap, picture: Size, options: RegionOptions): FoundLine[] {
  const across = picture.width / map.width
  const down = picture.height / map.height
  return textRegions(map, options).map(({ rectangle, score }) => ({
    score,
    rectangle: stretched(rectangle, across, down),
  }))
}

/** Share of a square of the long side that an input may take: squarer pictures are made a little smaller, as time and memory go by area. */
const largestShare = 0.75

/** Input sizes are multiples of 64, so that there are few: onnxruntime keeps memory for every shape it has seen. */
export function inputSize({ width, height }: Size, longSide: number): Size {
  const share = Math.min(width, height) / Math.max(width, height)
  const scale = (longSide / Math.max(width, height)) * Math.min(1, Math.sqrt(largestShare / share))
  const rounded = (side: number) => Math.max(64, Math.round((side * scale) / 64) * 64)
  return { width: rounded(width), height: rounded(height) }
}

async function inputPlanes(picture: Picture, { width, height }: { width: number; height: number }) {
  const { rgb } = picture
  const bytes = await sharp(rgb, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer()
  const plane = width * height
  const planes = new Float32Array(3 * plane)
  for (let i = 0; i < plane; i++) {
    planes[i] = (bytes[3 * i + 2] as number) / 127.5 - 1
    planes[plane + i] = (bytes[3 * i + 1] as number) / 127.5 - 1
    planes[2 * plane + i] = (bytes[3 * i] as number) / 127.5 - 1
  }
  return planes
}

/** A rectangle under a scaling that differs a little between the axes: it stays a rectangle. */
function stretched({ centre, along, width, height }: Rectangle, across: number, down: number): Rectangle {
  const x = along.x * across
  const y = along.y * down
  const length = Math.hypot(x, y)
  return {
    centre: { x: centre.x * across, y: centre.y * down },
    along: { x: x / length, y: y / length },
    width: width * length,
    height: height * Math.hypot(along.y * across, along.x * down),
  }
}

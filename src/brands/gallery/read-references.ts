import { type Box, clip } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { TextReader } from '../../vision/text.ts'
import type { Describer } from './describe.ts'
import type { Packable } from './pack.ts'

/** What can be read in a reference. */
export type ReferenceText = { lines: string[] }

const version = 1

/** @param model SHA-256 of what reads */
export function referenceReader(reader: Pick<TextReader, 'read'>, model: string): Describer<ReferenceText> {
  return {
    key: `text ${version} ${model}`,
    async describe([view]) {
      if (!view) return { lines: [] }
      const text = await reader.read(cutOut(view.picture, view.box))
      return { lines: text.map((line) => line.text) }
    },
    accepts: hasLines,
  }
}

function hasLines(stored: Packable): stored is ReferenceText {
  const { lines } = Object(stored) as { lines?: unknown }
  return Array.isArray(lines) && lines.every((line) => typeof line === 'string')
}

/** The part of a picture in a box, as a picture of its own. */
function cutOut(picture: Picture, box: Box): Picture {
  const inside = clip(box, picture)
  const [x, y] = [Math.floor(inside.x1), Math.floor(inside.y1)]
  const size = { width: Math.max(1, Math.ceil(inside.x2) - x), height: Math.max(1, Math.ceil(inside.y2) - y) }
  const rgb = new Uint8Array(3 * size.width * size.height)
  for (let row = 0; row < size.height; row++) {
    const from = 3 * ((y + row) * picture.width + x)
    rgb.set(picture.rgb.subarray(from, from + 3 * size.width), 3 * row * size.width)
  }
  return { ...picture, ...size, rgb, original: { ...picture.original, ...size }, scale: 1 }
}

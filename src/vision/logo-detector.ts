import type { Box } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Detection } from './detection.ts'
import { fitInside } from './letterbox.ts'
import { suppress } from './nms.ts'
import { resample } from './resample.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

/** Finds what looks like a logo, whosever it is. */
export interface LogoDetector {
  /** Boxes in px of the picture, the surest first. */
  find(picture: Picture): Promise<Detection[]>
  close(): Promise<void>
}

const usualSide = 640
const stride = 8
/** Cells with less logo-ness are not looked at. */
const lowestScore = 0.1
/** Of two boxes that overlap by more (IoU), the surer one stays. */
const overlap = 0.5

/**
 * A model of `image` float32 1 x 3 x H x W, RGB 0-255, sides multiples of 32, that gives `score` 1 x 1 x H/8 x W/8 of 0 to 1 and
 * `box` 1 x 4 x H/8 x W/8: distances to the left, top, right and bottom edge from the middle of the cell, in px of the input.
 */
export async function openLogoDetector(model: ResolvedModel, options: SessionOptions): Promise<LogoDetector> {
  const side = model.inputSize ?? usualSide
  const session = await openSession(model.path, { ...options, arena: false })
  return {
    async find(picture) {
      const fit = fitInside(picture, { width: side, height: side }, 2)
      const [width, height] = [padded(fit.width), padded(fit.height)]
      const tensor = new Float32Array(3 * width * height).fill(114)
      const whole = { x: 0, y: 0, width: picture.width, height: picture.height }
      resample(picture, whole, fit, { data: tensor, at: 0, stride: width, plane: width * height })
      const { score, box } = await session.run(tensor, [1, 3, height, width])
      const cells = { columns: width / stride, rows: height / stride }
      if (!score || !box || score.length !== cells.columns * cells.rows || box.length !== 4 * score.length) {
        throw new TypeError(`the model ${model.name} does not give score and box of every 8 px: it finds no logos`)
      }
      return suppress(decodeCells(score, box, cells), overlap)
        .map((detection) => ({ ...detection, box: scaled(detection.box, picture, fit) }))
        .filter(({ box: { x1, y1, x2, y2 } }) => x2 - x1 >= 1 && y2 - y1 >= 1)
    },
    close: () => session.close(),
  }
}

/** A cell speaks when none of its eight neighbours is surer: one logo lights many cells. */
export function decodeCells(
  score: Float32Array,
  box: Float32Array,
  { columns, rows }: { columns: number; rows: number },
): Detection[] {
  const found: Detection[] = []
  const plane = columns * rows
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const value = score[at] as number
      if (value < lowestScore || !isPeak(score, at, { column, row, columns, rows })) continue
      const [x, y] = [(column + 0.5) * stride, (row + 0.5) * stride]
      const distance = (side: number) => Math.max(0, box[side * plane + at] as number)
      const place = { x1: x - distance(0), y1: y - distance(1), x2: x + distance(2), y2: y + distance(3) }
      found.push({ label: 'logo', score: value, box: place })
    }
  }
  return found
}

function isPeak(
  score: Float32Array,
  at: number,
  { column, row, columns, rows }: { column: number; row: number; columns: number; rows: number },
): boolean {
  const value = score[at] as number
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const other = score[y * columns + x] as number
      // Of equal neighbours the first one speaks.
      if (other > value || (other === value && y * columns + x < at)) return false
    }
  }
  return true
}

function padded(length: number): number {
  return Math.max(32, Math.ceil(length / 32) * 32)
}

function scaled({ x1, y1, x2, y2 }: Box, picture: Picture, fit: { width: number; height: number }): Box {
  const [x, y] = [picture.width / fit.width, picture.height / fit.height]
  const [right, bottom] = [picture.width, picture.height]
  return {
    x1: Math.min(right, Math.max(0, x1 * x)),
    y1: Math.min(bottom, Math.max(0, y1 * y)),
    x2: Math.min(right, Math.max(0, x2 * x)),
    y2: Math.min(bottom, Math.max(0, y2 * y)),
  }
}

import type { Size } from '../image/box.ts'
import type { Reading } from './text-ctc.ts'
import type { Rectangle } from './text-rectangle.ts'

/** A line that was read, where it lies in the picture. */
export interface ReadLine extends Reading {
  rectangle: Rectangle
}

/** Longest sides, px, at which detection sees a picture. */
export interface LookSizes {
  /** The first look is at the picture's own size within these: small ones are enlarged, large ones made smaller. */
  least: number
  most: number
  /** A second look, where the first one finds small letters that are hard to read. 0: none. */
  again: number
}

/** A line is hard to read below this score, and its letters are small below this height in px of the picture. */
const poor = 0.85
const small = 24
/** A second look must enlarge at least this much. */
const enlarged = 1.4

export function firstLook({ width, height }: Size, { least, most }: LookSizes): number {
  return Math.min(most, Math.max(least, width, height))
}

/** The longest side for a second look, or null when it would not pay: enlarging helps small letters that were found and not read well. */
export function secondLook(
  { lines, tooLow }: { lines: readonly ReadLine[]; tooLow: number },
  first: number,
  { again }: LookSizes,
): number | null {
  const hopeful = tooLow > 0 || lines.some(({ score, rectangle }) => score < poor && rectangle.height < small)
  return hopeful && again >= enlarged * first ? again : null
}

/** Whether a rectangle shows no more than a line that was read well: it need not be read again. */
export function alreadyRead(rectangle: Rectangle, lines: readonly ReadLine[]): boolean {
  return lines.some(
    (line) => line.score >= poor && rectangle.width <= line.rectangle.width && inside(rectangle, line.rectangle),
  )
}

/** Lines of two looks; of two that show the same place, the one that says more, by letters times score. */
export function mergeLines(first: readonly ReadLine[], second: readonly ReadLine[]): ReadLine[] {
  const worth = ({ text, score }: ReadLine) => text.length * score
  const beaten = (line: ReadLine, others: readonly ReadLine[], draw: boolean) =>
    others.some(
      (other) => samePlace(line, other) && (worth(other) > worth(line) || (draw && worth(other) === worth(line))),
    )
  return [
    ...first.filter((line) => !beaten(line, second, false)),
    ...second.filter((line) => !beaten(line, first, true)),
  ]
}

function samePlace(a: ReadLine, b: ReadLine): boolean {
  return inside(a.rectangle, b.rectangle) || inside(b.rectangle, a.rectangle)
}

/** Whether the centre of one rectangle lies in the other. */
function inside({ centre }: Rectangle, { centre: other, along, width, height }: Rectangle): boolean {
  const x = centre.x - other.x
  const y = centre.y - other.y
  return 2 * Math.abs(x * along.x + y * along.y) <= width && 2 * Math.abs(y * along.x - x * along.y) <= height
}

import { readFile } from 'node:fs/promises'
import { clip, hull } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Point, TextLine } from './detection.ts'
import { openSession, type SessionOptions } from './session.ts'
import { parseKeys } from './text-ctc.ts'
import { detectLines } from './text-detection.ts'
import { alreadyRead, firstLook, type LookSizes, mergeLines, type ReadLine, secondLook } from './text-looks.ts'
import { recogniseLine } from './text-recognition.ts'
import { corners, halfTurn, inReadingDirection, type Quad, type Rectangle } from './text-rectangle.ts'
import type { ResolvedModel } from './zoo.ts'

/** Reads the text of pictures, one picture at a time. */
export interface TextReader {
  /** Lines in reading order: by their tops, then from the left. */
  read(picture: Picture): Promise<TextLine[]>
  close(): Promise<void>
}

export interface TextSettings {
  sides: LookSizes
  /** Lines that were read with less confidence are left out. */
  lowestScore: number
  /** Lines lower than this, in px of the picture, can't be read. */
  lowestHeight: number
}

/** Chosen by bench/wordmarks and bench/text: a second look at a fifth of the photos finds what 960 px for every photo would find. */
export const textDefaults: TextSettings = {
  sides: { least: 512, most: 832, again: 960 },
  lowestScore: 0.5,
  lowestHeight: 7,
}

/** A line read with less confidence is tried upside down, if it is this many times as wide as high: a short one reads as something either way. */
const doubtful = 0.8
const turnedWidth = 2

/**
 * Opens PP-OCRv4 detection (Liao et al. 2020, DB) and recognition (SVTR-LCNet with CTC) from the zoo's entries of the task `text`.
 * @throws TypeError when one of the two is not among the models
 */
export async function openTextReader(
  models: readonly ResolvedModel[],
  options: SessionOptions,
  settings: Partial<TextSettings> = {},
): Promise<TextReader> {
  const { sides, lowestScore, lowestHeight } = { ...textDefaults, ...settings }
  const detector = pick(models, 'ppocr-det')
  const recogniser = pick(models, 'ppocr-rec')
  if (!recogniser.labelsPath) throw new TypeError(`the model ${recogniser.name} has no file with its characters`)
  const characters = parseKeys(await readFile(recogniser.labelsPath, 'utf8'))
  const detection = await openSession(detector.path, options)
  const recognition = await openSession(recogniser.path, options)

  async function readRectangle(picture: Picture, rectangle: Rectangle): Promise<ReadLine> {
    const { text, score } = await recogniseLine(recognition, characters, picture, rectangle)
    if (score >= doubtful || rectangle.width < turnedWidth * rectangle.height) return { text, score, rectangle }
    const turned = halfTurn(rectangle)
    const other = await recogniseLine(recognition, characters, picture, turned)
    return other.score > score ? { ...other, rectangle: turned } : { text, score, rectangle }
  }

  /** Lines at one size, but for those that `known` has. */
  async function look(picture: Picture, longSide: number, known: readonly ReadLine[]) {
    const lines: ReadLine[] = []
    let tooLow = 0
    for (const found of await detectLines(detection, picture, longSide)) {
      const upright = inReadingDirection(found.rectangle)
      if (upright.height < lowestHeight) tooLow++
      if (upright.height < lowestHeight || alreadyRead(upright, known)) continue
      const line = await readRectangle(picture, upright)
      if (line.score >= lowestScore && line.text.trim() !== '') lines.push(line)
    }
    return { lines, tooLow }
  }

  return {
    async read(picture) {
      const side = firstLook(picture, sides)
      const first = await look(picture, side, [])
      const again = secondLook(first, side, sides)
      const lines = again ? mergeLines(first.lines, (await look(picture, again, first.lines)).lines) : first.lines
      return lines.map((line) => lineOf(line, picture)).sort((a, b) => a.box.y1 - b.box.y1 || a.box.x1 - b.box.x1)
    },
    async close() {
      await detection.close()
      await recognition.close()
    },
  }
}

function pick(models: readonly ResolvedModel[], adapter: ResolvedModel['adapter']): ResolvedModel {
  const model = models.find((candidate) => candidate.adapter === adapter)
  if (!model) throw new TypeError(`reading text needs a model with the adapter ${adapter}; none was given`)
  return model
}

function lineOf({ text, score, rectangle }: ReadLine, picture: Picture): TextLine {
  const x = picture.original.width / picture.width
  const y = picture.original.height / picture.height
  const at = (point: Point) => ({ x: point.x * x, y: point.y * y })
  const [a, b, c, d] = corners(rectangle)
  const quad: Quad = [at(a), at(b), at(c), at(d)]
  const box = hull(quad.map((point) => ({ x1: point.x, y1: point.y, x2: point.x, y2: point.y })))
  return { label: 'text', text: text.trim(), score, quad, box: clip(box, picture.original) }
}

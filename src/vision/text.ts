import { readFile } from 'node:fs/promises'
import { clip, hull } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Point, TextLine } from './detection.ts'
import { openSession, type SessionOptions } from './session.ts'
import { parseKeys, type Reading } from './text-ctc.ts'
import { detectLines } from './text-detection.ts'
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
  /** Detection sees a picture at its own size within these longest sides, px: small ones are enlarged, large ones made smaller. */
  sides: { least: number; most: number }
  /** Lines that were read with less confidence are left out. */
  lowestScore: number
  /** Lines lower than this, in px of the picture, can't be read. */
  lowestHeight: number
}

/** Chosen by bench/wordmarks and bench/text: more pixels cost more time than the brands they find are worth. */
export const textDefaults: TextSettings = { sides: { least: 640, most: 832 }, lowestScore: 0.5, lowestHeight: 7 }

/** A line read with less confidence is tried upside down, if it is this many times as wide as high: a short one reads as something either way. */
const doubtful = 0.8
const turnedWidth = 2

interface Line extends Reading {
  rectangle: Rectangle
}

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

  async function readLine(picture: Picture, rectangle: Rectangle): Promise<Line> {
    const { text, score } = await recogniseLine(recognition, characters, picture, rectangle)
    if (score >= doubtful || rectangle.width < turnedWidth * rectangle.height) return { text, score, rectangle }
    const turned = halfTurn(rectangle)
    const other = await recogniseLine(recognition, characters, picture, turned)
    return other.score > score ? { ...other, rectangle: turned } : { text, score, rectangle }
  }

  return {
    async read(picture) {
      const longSide = Math.min(sides.most, Math.max(sides.least, picture.width, picture.height))
      const lines: TextLine[] = []
      for (const found of await detectLines(detection, picture, longSide)) {
        const upright = inReadingDirection(found.rectangle)
        if (upright.height < lowestHeight) continue
        const { text, score, rectangle } = await readLine(picture, upright)
        if (score >= lowestScore && text.trim() !== '') lines.push(lineOf(text.trim(), score, rectangle, picture))
      }
      return lines.sort((a, b) => a.box.y1 - b.box.y1 || a.box.x1 - b.box.x1)
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

function lineOf(text: string, score: number, rectangle: Rectangle, picture: Picture): TextLine {
  const x = picture.original.width / picture.width
  const y = picture.original.height / picture.height
  const at = (point: Point) => ({ x: point.x * x, y: point.y * y })
  const [a, b, c, d] = corners(rectangle)
  const quad: Quad = [at(a), at(b), at(c), at(d)]
  const box = hull(quad.map((point) => ({ x1: point.x, y1: point.y, x2: point.x, y2: point.y })))
  return { label: 'text', text, score, quad, box: clip(box, picture.original) }
}

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
  /** The picture is scaled to this longest side, px, for detection: small ones are enlarged. */
  longSide: number
  /** Lines that were read with less confidence are left out. */
  lowestScore: number
  /** A line read with less confidence than this is tried upside down too. */
  doubtful: number
}

export const textDefaults: TextSettings = { longSide: 640, lowestScore: 0.5, doubtful: 0.6 }

/**
 * Opens PP-OCRv4 detection (Liao et al. 2020, DB) and recognition (SVTR-LCNet with CTC) from the zoo's entries of the task `text`.
 * @throws TypeError when one of the two is not among the models
 */
export async function openTextReader(
  models: readonly ResolvedModel[],
  options: SessionOptions,
  settings: Partial<TextSettings> = {},
): Promise<TextReader> {
  const { longSide, lowestScore, doubtful } = { ...textDefaults, ...settings }
  const detector = pick(models, 'ppocr-det')
  const recogniser = pick(models, 'ppocr-rec')
  if (!recogniser.labelsPath) throw new TypeError(`the model ${recogniser.name} has no file with its characters`)
  const characters = parseKeys(await readFile(recogniser.labelsPath, 'utf8'))
  const detection = await openSession(detector.path, options)
  const recognition = await openSession(recogniser.path, options)

  async function readRectangle(picture: Picture, rectangle: Rectangle): Promise<Reading & { rectangle: Rectangle }> {
    const upright = inReadingDirection(rectangle)
    const reading = await recogniseLine(recognition, characters, picture, upright)
    if (reading.score >= doubtful) return { ...reading, rectangle: upright }
    const turned = await recogniseLine(recognition, characters, picture, halfTurn(upright))
    return turned.score > reading.score
      ? { ...turned, rectangle: halfTurn(upright) }
      : { ...reading, rectangle: upright }
  }

  return {
    async read(picture) {
      const lines: TextLine[] = []
      for (const found of await detectLines(detection, picture, longSide)) {
        const { text, score, rectangle } = await readRectangle(picture, found.rectangle)
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

import { readFile } from 'node:fs/promises'
import { clip, hull } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Point, TextLine } from './detection.ts'
import { openSession, type SessionOptions } from './session.ts'
import { parseKeys } from './text-ctc.ts'
import { detectLines, type Look } from './text-detection.ts'
import { alreadyRead, firstLook, type LookSizes, mergeLines, type ReadLine, secondLook } from './text-looks.ts'
import { type Place, recogniseLines } from './text-recognition.ts'
import { corners, halfTurn, inReadingDirection, type Quad } from './text-rectangle.ts'
import type { ResolvedModel } from './zoo.ts'

/** Reads the text of pictures. */
export interface TextReader {
  /** Lines in reading order: by their tops, then from the left. */
  read(picture: Picture): Promise<TextLine[]>
  /** The same for several pictures at once. */
  readAll(pictures: readonly Picture[]): Promise<TextLine[][]>
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

/** Lines are small, and a picture has several: where batches pay, more of them go at once than pictures. */
const linesAtOnce = 32

/** What one look at a picture gave. */
interface Seen {
  lines: ReadLine[]
  /** Lines too low to be read at this size. */
  tooLow: number
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
  const { batch = 1 } = options
  const mostLines = batch === 1 ? 1 : linesAtOnce
  const detector = pick(models, 'ppocr-det')
  const recogniser = pick(models, 'ppocr-rec')
  if (!recogniser.labelsPath) throw new TypeError(`the model ${recogniser.name} has no file with its characters`)
  const characters = parseKeys(await readFile(recogniser.labelsPath, 'utf8'))
  const detection = await openSession(detector.path, options)
  const recognition = await openSession(recogniser.path, options)

  async function readPlaces(places: readonly Place[]): Promise<ReadLine[]> {
    const first = await recogniseLines(recognition, characters, places, mostLines)
    const lines = first.map((reading, at) => ({ ...reading, rectangle: (places[at] as Place).rectangle }))
    const doubted = lines.flatMap(({ score, rectangle }, at) =>
      score >= doubtful || rectangle.width < turnedWidth * rectangle.height ? [] : [at],
    )
    const turned = doubted.map((at) => {
      const { picture, rectangle } = places[at] as Place
      return { picture, rectangle: halfTurn(rectangle) }
    })
    const second = await recogniseLines(recognition, characters, turned, mostLines)
    for (const [i, reading] of second.entries()) {
      const at = doubted[i] as number
      if (reading.score > (lines[at] as ReadLine).score)
        lines[at] = { ...reading, rectangle: (turned[i] as Place).rectangle }
    }
    return lines
  }

  /** Lines of each picture at one size, but for those that `known` has. */
  async function look(looks: readonly (Look & { known: readonly ReadLine[] })[]): Promise<Seen[]> {
    const seen: Seen[] = looks.map(() => ({ lines: [], tooLow: 0 }))
    const places: (Place & { seen: Seen })[] = []
    for (const [at, found] of (await detectLines(detection, looks, batch)).entries()) {
      const { picture, known } = looks[at] as (typeof looks)[number]
      const own = seen[at] as Seen
      for (const { rectangle } of found) {
        const upright = inReadingDirection(rectangle)
        if (upright.height < lowestHeight) own.tooLow++
        else if (!alreadyRead(upright, known)) places.push({ picture, rectangle: upright, seen: own })
      }
    }
    for (const [at, line] of (await readPlaces(places)).entries())
      if (line.score >= lowestScore && line.text.trim() !== '') places[at]?.seen.lines.push(line)
    return seen
  }

  async function readAll(pictures: readonly Picture[]): Promise<TextLine[][]> {
    const first = await look(pictures.map((picture) => ({ picture, longSide: firstLook(picture, sides), known: [] })))
    const again = pictures.flatMap((picture, at) => {
      const seen = first[at] as Seen
      const longSide = secondLook(seen, firstLook(picture, sides), sides)
      return longSide ? [{ at, picture, longSide, known: seen.lines }] : []
    })
    const lines = first.map((seen) => seen.lines)
    for (const [i, seen] of (await look(again)).entries()) {
      const { at, known } = again[i] as (typeof again)[number]
      lines[at] = mergeLines(known, seen.lines)
    }
    return lines.map((found, at) =>
      found
        .map((line) => lineOf(line, pictures[at] as Picture))
        .sort((a, b) => a.box.y1 - b.box.y1 || a.box.x1 - b.box.x1),
    )
  }

  return {
    readAll,
    read: async (picture) => (await readAll([picture]))[0] ?? [],
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

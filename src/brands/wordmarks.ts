import { type Box, boxArea, clip, cornersOf, hull } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Point, Sight, TextLine } from '../vision/detection.ts'
import { zoo } from '../vision/models.ts'
import type { Quad } from '../vision/text-rectangle.ts'
import type { Brand } from './brand.ts'
import { type Spelling, spell } from './normalise.ts'
import type { Logo } from './recogniser.ts'
import { adjacentLines } from './wordmark-joins.ts'
import { type Match, matchNames, type Name, namesOf, nextBest } from './wordmark-match.ts'

/** The model that read the text: an entry of the zoo, or a resolved model. */
export interface TextModel {
  adapter: string
  name: string
  sha256: string
}

/** A recogniser that always names the brand. */
export interface Wordmarks {
  find(picture: Pick<Picture, 'original'>, sight: Pick<Sight, 'text'>): Promise<Logo[]>
}

/**
 * Finds logos as wordmarks: text that spells a brand's name or alias, whole, nearly, within a longer line, or over two lines.
 * @param models of the run, the built-in ones unless given; the one that reads text is named in the logos
 */
export function openWordmarks(brands: readonly Brand[], models: readonly TextModel[] = zoo): Wordmarks {
  const names = namesOf(brands)
  const several = new Set(names.map((name) => name.brand)).size > 1
  const reader = models.find((model) => model.adapter === 'ppocr-rec') ?? { name: 'unknown', sha256: '' }
  return {
    async find(picture, sight) {
      return sightings(sight, names).map(({ letters, score, text, match, spelling }) => ({
        label: 'wordmark',
        stage: 'wordmark' as const,
        score,
        box: clip(boxAround(letters), picture.original),
        letters,
        brand: match.brand,
        similarity: match.similarity,
        margin: several ? match.similarity - nextBest(spelling, match, names) : null,
        text,
        model: reader.name,
        modelSha256: reader.sha256,
      }))
    },
  }
}

/** Where a brand's name stands among lines, at its largest; null where it does not. */
export function nameIn(lines: readonly TextLine[], brand: Brand): Quad | null {
  const found = sightings({ text: [...lines] }, namesOf([brand])).map(({ letters }) => letters)
  const [largest] = found.toSorted((a, b) => boxArea(boxAround(b)) - boxArea(boxAround(a)))
  return largest ?? null
}

interface Sighting {
  letters: Quad
  score: number
  text: string
  match: Match
  spelling: Spelling
}

function sightings(sight: Pick<Sight, 'text'>, names: readonly Name[]): Sighting[] {
  const lines = sight.text ?? []
  const found: Sighting[] = []
  const taken = new Set<TextLine>()
  for (const line of lines) {
    const spelling = spell(line.text)
    for (const match of matchNames(spelling, names)) {
      found.push({ letters: partOf(line, spelling, match), score: line.score, text: line.text, match, spelling })
      taken.add(line)
    }
  }
  for (const [first, second] of adjacentLines(lines.filter((line) => !taken.has(line)))) {
    if (taken.has(first) || taken.has(second)) continue
    const text = `${first.text} ${second.text}`
    const spelling = spell(text)
    const seam = spell(first.text).text.length
    const match = matchNames(spelling, names).find(({ start, end }) => start < seam && end > seam)
    if (!match) continue
    const score = Math.min(first.score, second.score)
    found.push({ letters: cornersOf(hull([first.box, second.box])), score, text, match, spelling })
    taken.add(first).add(second)
  }
  return found
}

/** The part of a line's outline that the matched characters take, each as wide as any other. */
function partOf(line: TextLine, { origin }: Spelling, { start, end }: Match): Quad {
  const [topLeft, topRight, bottomRight, bottomLeft] = line.quad
  const from = (origin[start] ?? 0) / line.text.length
  const to = ((origin[end - 1] ?? line.text.length - 1) + 1) / line.text.length
  return [
    between(topLeft, topRight, from),
    between(topLeft, topRight, to),
    between(bottomLeft, bottomRight, to),
    between(bottomLeft, bottomRight, from),
  ]
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

function boxAround(points: readonly Point[]): Box {
  return hull(points.map(({ x, y }) => ({ x1: x, y1: y, x2: x, y2: y })))
}

import { type Letters, lettersOf, misreadings } from './misreadings.ts'
import { type Spelling, spell } from './normalise.ts'

/** A spelling of a brand, as it is looked for. */
export interface Name {
  brand: string
  text: string
  letters: Letters
  /** Places inside where a word ends: 1 in `Red Bull`. */
  joints: number
  /** Similarity that a sighting must reach. */
  threshold: number
}

/** Where a name stands in a normalised text: [start, end). */
export interface Match {
  brand: string
  /** 1: equal; else 1 - weighted edit distance / length of the name. */
  similarity: number
  start: number
  end: number
}

/** Names up to this length are only found as whole words, letter by letter. */
export const shortName = 4
/** Names up to this length may differ by one likely misreading, of the next length by one edit; longer ones by `tolerance` of their length. */
const middleName = 6
const tolerance = 0.26
/** A window with more words than the name has must be this like it. */
const acrossWords = 0.85
/** Similarity of a name that stands, letter by letter, in a longer word. */
const glued = 0.95

/** The spellings of brands, normalised, but for single letters. One name of two brands is a name of the first only. */
export function namesOf(brands: readonly { name: string; aliases: string[]; threshold: number | null }[]): Name[] {
  const names = new Map<string, Name>()
  for (const { name, aliases, threshold } of brands) {
    for (const alias of [name, ...aliases]) {
      const { text, edges } = spell(alias)
      if (text === '' || isOneLetter(text) || names.has(text)) continue
      names.set(text, {
        brand: name,
        text,
        letters: lettersOf(text),
        joints: edges.size - 2,
        threshold: threshold ?? 0,
      })
    }
  }
  return [...names.values()]
}

/** One letter or digit stands in every other photo: it is no sign of a brand. One character of another script may be a word. */
export function isOneLetter(text: string): boolean {
  return /^[a-z0-9]$/.test(text)
}

/** All places where names stand in a text; the best a place, no two overlapping. */
export function matchNames(spelling: Spelling, names: readonly Name[]): Match[] {
  const line = lineOf(spelling)
  const candidates = names
    .flatMap((name) => matchName(line, name).map((match) => ({ ...match, name })))
    .filter(({ similarity, name }) => similarity >= name.threshold)
    .sort((a, b) => b.similarity - a.similarity || b.end - b.start - (a.end - a.start))
  const kept: Match[] = []
  for (const { brand, similarity, start, end } of candidates) {
    if (kept.every((other) => end <= other.start || start >= other.end)) kept.push({ brand, similarity, start, end })
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** Highest similarity of the text between two positions to any name of another brand. */
export function nextBest(spelling: Spelling, { brand, start, end }: Match, names: readonly Name[]): number {
  const letters = lettersOf(spelling.text.slice(start, end))
  const whole = { start: 0, end: end - start }
  let best = 0
  for (const name of names) {
    const { length } = name.text
    // Each character too many or too few costs half an edit at least.
    if (name.brand === brand || 1 - Math.abs(length - whole.end) / 2 / length <= best) continue
    best = Math.max(best, 1 - misreadings(letters, whole, name.letters, (1 - best) * length) / length)
  }
  return best
}

/** A text that names are looked for in. */
interface Line {
  text: string
  letters: Letters
  edges: ReadonlySet<number>
  /** The edges in their order. */
  cuts: readonly number[]
}

function lineOf({ text, edges }: Spelling): Line {
  return { text, letters: lettersOf(text), edges, cuts: [...edges].sort((a, b) => a - b) }
}

function matchName(line: Line, name: Name): Match[] {
  const exact = exactMatches(line, name)
  return exact.length > 0 ? exact : nearMatches(line, name)
}

function exactMatches({ text, edges, cuts }: Line, { brand, text: name }: Name): Match[] {
  const matches: Match[] = []
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
    const end = start + name.length
    const whole = edges.has(start) && edges.has(end)
    if (whole || mayBeGlued(name, { text, edges, cuts }, start)) {
      matches.push({ brand, similarity: whole ? 1 : glued, start, end })
    }
  }
  return matches
}

/** OCR loses spaces. Long names count anywhere; those of six letters at the start of a word, or in one twice as long. */
function mayBeGlued(name: string, { text, edges, cuts }: Omit<Line, 'letters'>, start: number): boolean {
  if (name.length > middleName) return true
  if (name.length < middleName) return false
  if (edges.has(start)) return true
  const end = cuts.find((cut) => cut > start) ?? text.length
  const begin = cuts.findLast((cut) => cut <= start) ?? 0
  return end - begin >= 2 * name.length && end >= start + name.length
}

/** Windows of whole words whose length is near the name's, and that differ from it no more than OCR errs. */
function nearMatches({ letters, cuts }: Line, { brand, text: name, letters: wanted, joints }: Name): Match[] {
  const budget = budgetOf(name)
  if (budget === 0) return []
  const slack = Math.floor(budget * 2)
  let best: Match | null = null
  for (const [i, start] of cuts.entries()) {
    for (const [j, end] of cuts.entries()) {
      const length = end - start
      if (length < name.length - slack || length > name.length + slack) continue
      const distance = misreadings(letters, { start, end }, wanted, budget)
      const similar = 1 - distance / name.length
      if (distance > budget || (j - i - 1 > joints && similar < acrossWords)) continue
      if (!best || similar > best.similarity) best = { brand, similarity: similar, start, end }
    }
  }
  return best ? [best] : []
}

function budgetOf({ length }: string): number {
  if (length <= shortName) return 0
  if (length <= middleName) return 0.5
  return length === middleName + 1 ? 1 : tolerance * length
}

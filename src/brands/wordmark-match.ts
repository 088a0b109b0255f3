import { editDistance } from './edit-distance.ts'
import { type Spelling, spell } from './normalise.ts'

/** A spelling of a brand, as it is looked for. */
export interface Name {
  brand: string
  text: string
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

/** The spellings of brands, normalised. One name of two brands is a name of the first only. */
export function namesOf(brands: readonly { name: string; aliases: string[]; threshold: number | null }[]): Name[] {
  const names = new Map<string, Name>()
  for (const { name, aliases, threshold } of brands) {
    for (const alias of [name, ...aliases]) {
      const { text, edges } = spell(alias)
      if (text === '' || names.has(text)) continue
      names.set(text, { brand: name, text, joints: edges.size - 2, threshold: threshold ?? 0 })
    }
  }
  return [...names.values()]
}

/** All places where names stand in a text; the best a place, no two overlapping. */
export function matchNames(spelling: Spelling, names: readonly Name[]): Match[] {
  const candidates = names
    .flatMap((name) => matchName(spelling, name).map((match) => ({ ...match, name })))
    .filter(({ similarity, name }) => similarity >= name.threshold)
    .sort((a, b) => b.similarity - a.similarity || b.end - b.start - (a.end - a.start))
  const kept: Match[] = []
  for (const { brand, similarity, start, end } of candidates) {
    if (kept.every((other) => end <= other.start || start >= other.end)) kept.push({ brand, similarity, start, end })
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** Highest similarity of the text between two positions to any name of another brand. */
export function nextBest(spelling: Spelling, match: Match, names: readonly Name[]): number {
  const text = spelling.text.slice(match.start, match.end)
  const others = names.filter((name) => name.brand !== match.brand)
  return Math.max(0, ...others.map((name) => similarity(text, name.text)))
}

function matchName(spelling: Spelling, name: Name): Match[] {
  const exact = exactMatches(spelling, name)
  return exact.length > 0 ? exact : nearMatches(spelling, name)
}

function exactMatches({ text, edges }: Spelling, { brand, text: name }: Name): Match[] {
  const matches: Match[] = []
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
    const end = start + name.length
    const whole = edges.has(start) && edges.has(end)
    if (whole || mayBeGlued(name, text, edges, start)) {
      matches.push({ brand, similarity: whole ? 1 : glued, start, end })
    }
  }
  return matches
}

/** OCR loses spaces. Long names count anywhere; those of six letters at the start of a word, or in one twice as long. */
function mayBeGlued(name: string, text: string, edges: ReadonlySet<number>, start: number): boolean {
  if (name.length > middleName) return true
  if (name.length < middleName) return false
  if (edges.has(start)) return true
  const cuts = [...edges].sort((a, b) => a - b)
  const end = cuts.find((cut) => cut > start) ?? text.length
  const begin = cuts.findLast((cut) => cut <= start) ?? 0
  return end - begin >= 2 * name.length && end >= start + name.length
}

/** Windows of whole words whose length is near the name's, and that differ from it no more than OCR errs. */
function nearMatches({ text, edges }: Spelling, { brand, text: name, joints }: Name): Match[] {
  const budget = budgetOf(name)
  const slack = Math.floor(budget * 2)
  const cuts = [...edges].sort((a, b) => a - b)
  let best: Match | null = null
  for (const [i, start] of cuts.entries()) {
    for (const [j, end] of cuts.entries()) {
      const length = end - start
      if (budget === 0 || length < name.length - slack || length > name.length + slack) continue
      const distance = misreadings(text.slice(start, end), name)
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

function similarity(text: string, name: string): number {
  return Math.max(0, 1 - misreadings(text, name) / name.length)
}

/** Characters that OCR takes for each other: half an edit. */
const alike = ['o0ecqdg', 'l1ij', 'b8', 's5', 'z2', 'uvw', 'mn', 'hn', 'rn', 'fp', 'ao', 'vy', 'a4', 'g9q'].map(
  (group) => new Set(group),
)

function misreadings(read: string, name: string): number {
  return editDistance(
    read,
    name,
    (a, b) => (alike.some((group) => group.has(a) && group.has(b)) ? 0.5 : 1),
    (character, neighbour) => (character === neighbour ? 0.5 : 1),
  )
}

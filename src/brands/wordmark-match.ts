import { editDistance } from './edit-distance.ts'
import { normalise, type Spelling } from './normalise.ts'

/** A spelling of a brand, as it is looked for. */
export interface Name {
  brand: string
  text: string
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
/** Names up to this length may differ by one likely misreading; longer ones by `tolerance` of their length. */
const middleName = 6
const tolerance = 0.26
const gluedSimilarity = 0.95

/** The spellings of brands, normalised. One name of two brands is a name of the first only. */
export function namesOf(brands: readonly { name: string; aliases: string[]; threshold: number | null }[]): Name[] {
  const names = new Map<string, Name>()
  for (const { name, aliases, threshold } of brands) {
    for (const alias of [name, ...aliases]) {
      const text = normalise(alias)
      if (text !== '' && !names.has(text)) names.set(text, { brand: name, text, threshold: threshold ?? 0 })
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
    const begins = edges.has(start)
    const ends = edges.has(end)
    const whole = begins && ends
    const glued = name.length > middleName ? true : name.length > shortName && begins
    if (whole || glued) matches.push({ brand, similarity: whole ? 1 : gluedSimilarity, start, end })
  }
  return matches
}

/** Windows of whole words whose length is near the name's, and that differ from it no more than OCR errs. */
function nearMatches({ text, edges }: Spelling, { brand, text: name }: Name): Match[] {
  if (name.length <= shortName) return []
  const budget = name.length <= middleName ? 0.5 : tolerance * name.length
  const slack = Math.floor(budget * 2)
  const cuts = [...edges].sort((a, b) => a - b)
  let best: Match | null = null
  for (const start of cuts) {
    for (const end of cuts) {
      const length = end - start
      if (length < name.length - slack || length > name.length + slack) continue
      const distance = misreadings(text.slice(start, end), name)
      const similar = 1 - distance / name.length
      if (distance <= budget && (!best || similar > best.similarity)) best = { brand, similarity: similar, start, end }
    }
  }
  return best ? [best] : []
}

function similarity(text: string, name: string): number {
  return Math.max(0, 1 - misreadings(text, name) / name.length)
}

/** Characters that OCR takes for each other: half an edit. */
const alike = ['o0ecqdg', 'l1itj', 'b8', 's5', 'z2', 'uvw', 'mn', 'hn', 'rn', 'fp', 'ao', 'vy', 'a4', 'g9q'].map(
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

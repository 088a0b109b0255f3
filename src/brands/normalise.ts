/** Letters that Unicode does not take apart. */
const plain: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** Text with what OCR and spelling treat freely taken away: capitals, accents, spaces, punctuation. `Coca-Cola®` is `cocacola`. */
export function normalise(text: string): string {
  return spell(text).text
}

/** Normalised text that knows where its characters stood, and where words begin and end. */
export interface Spelling {
  text: string
  /** For each UTF-16 unit of `text`: the index of its character in the original. */
  origin: number[]
  /** Positions 0 to text.length at which a word begins or ends. */
  edges: Set<number>
}

/** A word also ends where small letters turn to capitals, letters to digits, or one script to another: `GoogleMaps`, `NIKEStatic`, `Google搜索`. */
export function spell(original: string): Spelling {
  let text = ''
  const origin: number[] = []
  const edges = new Set([0])
  let previous: Kind = 'none'
  let index = 0
  let capitals = 0
  let lastStart = 0
  for (const character of original) {
    const kind = kindOf(character)
    if (kind !== previous && !(previous === 'capital' && kind === 'small')) edges.add(text.length)
    if (kind === 'small' && previous === 'capital' && capitals > 1) edges.add(lastStart)
    if (kind !== 'none') {
      lastStart = text.length
      const letters = [...character.normalize('NFKD').toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c))
      for (const letter of letters.map((c) => plain[c] ?? c).join('')) {
        for (let unit = 0; unit < letter.length; unit++) origin.push(index)
        text += letter
      }
    }
    if (kind !== 'mark') {
      capitals = kind === 'capital' ? capitals + 1 : 0
      previous = kind
    }
    index += character.length
  }
  return { text, origin, edges: edges.add(text.length) }
}

type Kind = 'none' | 'small' | 'capital' | 'digit' | 'other' | 'mark'

function kindOf(character: string): Kind {
  if (/\p{M}/u.test(character)) return 'mark'
  if (/\p{N}/u.test(character)) return 'digit'
  if (!/\p{L}/u.test(character)) return 'none'
  if (!/\p{Script=Latin}/u.test(character)) return 'other'
  return character === character.toLowerCase() ? 'small' : 'capital'
}

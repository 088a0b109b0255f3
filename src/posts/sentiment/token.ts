import { boosts, negates, phraseWords } from './modifiers.ts'
import { valenceOf } from './valences.ts'

/** What VADER knows of one word, emoticon or emoji, whatever stands around it. */
export interface Token {
  lower: string
  /** -4 to 4; 0: it is not in the lexicon. */
  valence: number
  /** What it adds to the next word with a valence; 0: it is no booster. */
  boost: number
  negates: boolean
  /** In capitals: it has letters, and none is small. */
  loud: boolean
  /** It is the word by which an idiom or a pair is known. */
  inPhrase: boolean
  /** Changes no other word: none of the above, and not among the words that rules name. */
  still: boolean
}

/** Words that the rules name, beside boosters, negations and phrases. */
const named = new Set(['no', 'or', 'nor', 'so', 'this', 'doubt', 'least', 'very', 'at', 'kind', 'of', 'but'])

/** @param text without white space and emojis: punctuation around a word is cut off, an emoticon keeps its own */
export function tokenOf(text: string): Token {
  const stripped = withoutEdges(text)
  const bare = isShort(stripped) ? text : stripped
  const lower = bare.toLowerCase()
  const boost = boosts.get(lower) ?? 0
  const inPhrase = phraseWords.has(lower)
  return {
    lower,
    valence: valenceOf(lower),
    boost,
    negates: negates(lower),
    loud: bare !== lower && bare === bare.toUpperCase(),
    inPhrase,
    still: boost === 0 && !inPhrase && !negates(lower) && !named.has(lower),
  }
}

/** Without ASCII punctuation at either end; by hand, as a pattern takes quadratic time within "a.....b". */
function withoutEdges(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isPunctuation(text.charCodeAt(start))) start++
  while (end > start && isPunctuation(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isPunctuation(code: number): boolean {
  return code > 0x20 && code < 0x7f && !(code >= 0x30 && code <= 0x39) && !isAsciiLetter(code)
}

const isAsciiLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a

/** What is left of two characters or fewer was an emoticon: `:D`, `<3`. */
const isShort = (text: string): boolean => text.length <= 2 || (text.length <= 4 && [...text].length <= 2)

/** @param emoji one emoji, with or without variation selector and skin tone */
export function emojiToken(emoji: string): Token {
  const plain = emoji.replace(/[\ufe0f\u{1f3fb}-\u{1f3ff}]/gu, '')
  return {
    lower: plain,
    valence: valenceOf(plain),
    boost: 0,
    negates: false,
    loud: false,
    inPhrase: false,
    still: true,
  }
}

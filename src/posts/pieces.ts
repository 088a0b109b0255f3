import { syllable } from 'syllable'
import { beginsPhrase } from './caption-phrases.ts'
import { splitWords } from './count-words.ts'
import { hasOwnSpacing, mayJoin, normalForm, wordsOf } from './normal-form.ts'
import { longWord } from './readability.ts'
import { emojiToken, type Token, tokenOf } from './sentiment/token.ts'
import { netspeak } from './word-lists/netspeak.ts'
import { firstPerson, secondPerson } from './word-lists/pronouns.ts'
import { questionWords } from './word-lists/question-words.ts'

/** All that word lists and formulas say of a piece of text without white space. Mostly that is one word. */
export interface Piece {
  words: number
  longWords: number
  /** As in English. */
  syllables: number
  firstPerson: boolean
  secondPerson: boolean
  questionWords: number
  netspeak: number
  endsSentence: boolean
  exclamations: number
  questions: number
  tokens: readonly Token[]
  /** Words of its normal form, in which names and phrases are looked up. */
  normal: readonly string[]
  /** Places of those of them that begin a phrase. */
  begins: readonly number[]
  /** Phrases are found anywhere in it, not word by word. */
  ownSpacing: boolean
  /** Its normal form may go on in the next piece, or go on from the one before: `h & m`. */
  joins: boolean
  /** It has anything but words, syllables, tokens and the end of a sentence: most have not. */
  isMarked: boolean
}

/**
 * Captions use the same words again and again: a piece is looked into once. When `recent` is full it takes the place of
 * `before`, so what did not come again for long is forgotten.
 */
let recent = new Map<string, Piece>()
let before = new Map<string, Piece>()
const heldPieces = 15_000
const longestHeld = 40

export function pieceOf(text: string): Piece {
  const known = recent.get(text)
  if (known) return known
  const piece = before.get(text) ?? lookInto(text)
  if (text.length > longestHeld) return piece
  if (recent.size >= heldPieces) {
    before = recent
    recent = new Map()
  }
  recent.set(text, piece)
  return piece
}

function lookInto(text: string): Piece {
  const words = splitWords(text)
  const form = normalForm(text)
  const normal = wordsOf(form)
  const piece: Piece = {
    words: words.length,
    longWords: 0,
    syllables: 0,
    firstPerson: false,
    secondPerson: false,
    questionWords: 0,
    netspeak: 0,
    endsSentence: sentenceEnd.test(text),
    exclamations: count(text, '!'),
    questions: count(text, '?'),
    tokens: tokensOf(withPlainApostrophes(text)),
    normal,
    begins: normal.flatMap((word, place) => (beginsPhrase(word) ? place : [])),
    ownSpacing: hasOwnSpacing(form),
    joins: mayJoin(form),
    isMarked: false,
  }
  for (const word of words) addWord(piece, word)
  const { firstPerson, secondPerson, ownSpacing, joins } = piece
  const counts = piece.questionWords + piece.netspeak + piece.exclamations + piece.questions + piece.begins.length
  piece.isMarked = firstPerson || secondPerson || ownSpacing || joins || counts > 0
  return piece
}

function addWord(piece: Piece, word: string): void {
  const lower = withPlainApostrophes(word.toLowerCase())
  const first = lower.split("'", 1)[0] ?? lower
  const isIn = (list: ReadonlySet<string>): boolean => list.has(lower) || list.has(first)
  if (word.length > longWord && /^\p{L}/u.test(word)) piece.longWords++
  piece.syllables += Math.max(1, syllable(lower.slice(0, longestHeld)))
  // "US" is a country.
  if (isIn(firstPerson) && word !== 'US') piece.firstPerson = true
  if (isIn(secondPerson)) piece.secondPerson = true
  if (isIn(questionWords)) piece.questionWords++
  if (netspeak.has(lower)) piece.netspeak++
}

/** Lists have `don't`; telephones write `don’t`. */
const withPlainApostrophes = (text: string): string => text.replace(/[’ʼ]/g, "'")

/** What ends a sentence, and what may close after it. */
const sentenceEnd = /[.!?…。！？؟।][)\]"'”»」*_]*$/u

/** Signs with what attaches to them, emojis or not; the parentheses keep them when a text is split there. */
const sign =
  /([\u203c-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}](?:[\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]|\u200d.?)*)/su

function tokensOf(text: string): Token[] {
  if (!/[^\0-\u203b]/.test(text)) return [tokenOf(text)]
  return text.split(sign).flatMap((part, index) => {
    if (index % 2 === 1) return [emojiToken(part)]
    return part === '' ? [] : part.split(/\s+/).filter(Boolean).map(tokenOf)
  })
}

function count(text: string, sign: string): number {
  let found = 0
  for (let i = text.indexOf(sign); i >= 0; i = text.indexOf(sign, i + 1)) found++
  return found
}

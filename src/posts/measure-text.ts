import { type NormalText, normalOfWords } from './normal-form.ts'
import { type Piece, pieceOf } from './pieces.ts'
import type { Token } from './sentiment/token.ts'

/** What word lists and formulas count in a text. */
export interface TextMeasures {
  words: number
  longWords: number
  /** As in English. */
  syllables: number
  /** Lines and what ends with a full stop or its like, where they hold a word. */
  sentences: number
  firstPerson: boolean
  secondPerson: boolean
  questionWords: number
  netspeak: number
  exclamations: number
  questions: number
  tokens: readonly Token[]
  /** The text in normal form. */
  normal: NormalText
  /** Words of it that begin a phrase which captions are searched for. */
  begins: readonly string[]
}

/** Goes once over a text, from one white space to the next. */
export function measureText(text: string): TextMeasures {
  const tokens: Token[] = []
  const words: string[] = []
  const begins: string[] = []
  let ownSpacing = false
  const measures: TextMeasures = {
    words: 0,
    longWords: 0,
    syllables: 0,
    sentences: 0,
    firstPerson: false,
    secondPerson: false,
    questionWords: 0,
    netspeak: 0,
    exclamations: 0,
    questions: 0,
    tokens,
    normal: noText,
    begins,
  }
  let start = -1
  let wordsBefore = 0
  const endSentence = (): void => {
    if (measures.words > wordsBefore) measures.sentences++
    wordsBefore = measures.words
  }
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : newLine
    if (!isBlank(code)) {
      if (start < 0) start = i
      continue
    }
    if (start >= 0) {
      const piece = pieceOf(text.slice(start, i))
      add(measures, piece)
      for (const token of piece.tokens) tokens.push(token)
      for (const word of piece.normal) words.push(word)
      for (const word of piece.begins) begins.push(word)
      ownSpacing ||= piece.ownSpacing
      if (piece.endsSentence) endSentence()
      start = -1
    }
    if (code === newLine) endSentence()
  }
  measures.normal = normalOfWords(words, ownSpacing)
  return measures
}

const noText: NormalText = { form: ' ', words: [], compact: null }
const newLine = 10
const isBlank = (code: number): boolean => code === 32 || code === newLine || code === 13 || code === 9

function add(measures: TextMeasures, piece: Piece): void {
  measures.words += piece.words
  measures.longWords += piece.longWords
  measures.syllables += piece.syllables
  measures.firstPerson ||= piece.firstPerson
  measures.secondPerson ||= piece.secondPerson
  measures.questionWords += piece.questionWords
  measures.netspeak += piece.netspeak
  measures.exclamations += piece.exclamations
  measures.questions += piece.questions
}

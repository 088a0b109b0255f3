import { beginsPhrase } from './caption-phrases.ts'
import { joinedWords, type NormalText } from './normal-form.ts'
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
  /** Places of its words that begin a phrase which captions are searched for. */
  begins: readonly number[]
}

/** Goes once over a text, from one white space to the next. */
export function measureText(text: string): TextMeasures {
  const tokens: Token[] = []
  const words: string[] = []
  const begins: number[] = []
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
    normal: { words, compact: null },
    begins,
  }
  let ownSpacing = false
  let joins = false
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
      const { tokens: own, normal } = piece
      if (piece.isMarked) {
        addMarks(measures, piece)
        for (const place of piece.begins) begins.push(words.length + place)
        ownSpacing ||= piece.ownSpacing
        joins ||= piece.joins
      }
      measures.words += piece.words
      measures.longWords += piece.longWords
      measures.syllables += piece.syllables
      for (let k = 0; k < own.length; k++) tokens.push(own[k] as Token)
      for (let k = 0; k < normal.length; k++) words.push(normal[k] as string)
      if (piece.endsSentence) endSentence()
      start = -1
    }
    if (code === newLine) endSentence()
  }
  if (ownSpacing) measures.normal.compact = words.join('')
  if (joins) joinWords(measures)
  return measures
}

function joinWords(measures: TextMeasures): void {
  measures.normal.words = joinedWords(measures.normal.words)
  measures.begins = measures.normal.words.flatMap((word, place) => (beginsPhrase(word) ? place : []))
}

const newLine = 10
const isBlank = (code: number): boolean => code === 32 || code === newLine || code === 13 || code === 9

function addMarks(measures: TextMeasures, piece: Piece): void {
  measures.firstPerson ||= piece.firstPerson
  measures.secondPerson ||= piece.secondPerson
  measures.questionWords += piece.questionWords
  measures.netspeak += piece.netspeak
  measures.exclamations += piece.exclamations
  measures.questions += piece.questions
}

import { idioms, pairBoosts } from './modifiers.ts'
import type { Token } from './token.ts'

/** A word in capitals among others that are not. */
const loudness = 0.733
const negation = -0.74
/** By how much a booster one, two or three words before counts. */
const distance = [1, 0.95, 0.9]
/** Brings sums to -1..1. */
const alpha = 15

export interface Punctuation {
  exclamations: number
  questions: number
}

/**
 * VADER's compound score of a text (Hutto & Gilbert 2014), rule by rule as its reference implementation vaderSentiment
 * 3.3.2 computes it, but for one slip: that looks places up by value where the text has a "but", so a word whose
 * halved valence equals that of a later word stands in for it.
 * @returns -1 to 1, not rounded; 0 for no tokens
 */
export function compoundOf(tokens: readonly Token[], punctuation: Punctuation): number {
  let sum = sumOf(tokens)
  const emphasis = emphasisOf(punctuation)
  if (sum > 0) sum += emphasis
  else if (sum < 0) sum -= emphasis
  return sum / Math.sqrt(sum * sum + alpha)
}

/** Valences of all words; what comes after the first "but" is what is meant. */
function sumOf(tokens: readonly Token[]): number {
  const { someLoud, but, first } = lookOver(tokens)
  let sum = 0
  for (let i = first; i < tokens.length; i++) {
    const { valence, boost, lower } = tokens[i] as Token
    // A booster has no valence itself; nor has "kind" in "kind of".
    if (valence === 0 || boost !== 0 || (lower === 'kind' && tokens[i + 1]?.lower === 'of')) continue
    const weight = but < 0 || i === but ? 1 : i < but ? 0.5 : 1.5
    sum += valenceAt(tokens, i, someLoud) * weight
  }
  return sum
}

/** `first`: where the first word with a valence stands; many texts have none. */
function lookOver(tokens: readonly Token[]): { someLoud: boolean; but: number; first: number } {
  let loud = 0
  let but = -1
  let first = tokens.length
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token
    if (token.loud) loud++
    if (token.valence !== 0 && i < first) first = i
    if (but < 0 && token.lower === 'but') but = i
  }
  return { someLoud: loud > 0 && loud < tokens.length, but, first }
}

function valenceAt(tokens: readonly Token[], at: number, someLoud: boolean): number {
  const token = tokens[at] as Token
  const alone = isAlone(tokens, at)
  let valence = alone ? token.valence : afterNo(tokens, at)
  if (token.loud && someLoud) valence += valence > 0 ? loudness : -loudness
  if (alone) return valence
  for (let back = 1; back <= 3 && at - back >= 0; back++) {
    const before = tokens[at - back] as Token
    if (before.valence !== 0) continue
    valence += boostBy(before, { valence, someLoud }) * (distance[back - 1] as number)
    valence *= negationBy(tokens, at, back)
    if (back === 3) valence = inPhrase(tokens, at, valence)
  }
  return valence * leastBefore(tokens, at)
}

/** Nothing near it changes it: with most words there is no rule to try. */
function isAlone(tokens: readonly Token[], at: number): boolean {
  for (let i = Math.max(0, at - 3); i <= at + 2 && i < tokens.length; i++) if (!tokens[i]?.still) return false
  return true
}

/** "no" negates what follows it in the lexicon, and is a bad word itself only where nothing does. */
function afterNo(tokens: readonly Token[], at: number): number {
  const lower = (back: number): string | undefined => tokens[at - back]?.lower
  const token = tokens[at] as Token
  const negated =
    lower(1) === 'no' || lower(2) === 'no' || (lower(3) === 'no' && (lower(1) === 'or' || lower(1) === 'nor'))
  if (negated) return token.valence * negation
  return token.lower === 'no' && (tokens[at + 1]?.valence ?? 0) !== 0 ? 0 : token.valence
}

function boostBy(before: Token, { valence, someLoud }: { valence: number; someLoud: boolean }): number {
  if (before.boost === 0) return 0
  const boost = valence < 0 ? -before.boost : before.boost
  if (!before.loud || !someLoud) return boost
  return boost + (valence > 0 ? loudness : -loudness)
}

/** Factor by which the word `back` places before changes the valence. */
function negationBy(tokens: readonly Token[], at: number, back: number): number {
  const word = (places: number): string => tokens[at - places]?.lower ?? ''
  const isThis = (places: number): boolean => word(places) === 'so' || word(places) === 'this'
  const before = tokens[at - back] as Token
  if (back === 2) {
    if (word(2) === 'never' && isThis(1)) return 1.25
    if (word(2) === 'without' && word(1) === 'doubt') return 1
  }
  if (back === 3) {
    if ((word(3) === 'never' && isThis(2)) || isThis(1)) return 1.25
    if (word(3) === 'without' && (word(2) === 'doubt' || word(1) === 'doubt')) return 1
  }
  return before.negates ? negation : 1
}

function leastBefore(tokens: readonly Token[], at: number): number {
  if (tokens[at - 1]?.lower !== 'least') return 1
  const before = tokens[at - 2]?.lower
  return before === 'at' || before === 'very' ? 1 : negation
}

/** Idioms around a word, and pairs of words that dampen it; only where three words stand before it. */
function inPhrase(tokens: readonly Token[], at: number, valence: number): number {
  let some = false
  for (let i = at - 3; i <= at + 2 && !some; i++) some = tokens[i]?.inPhrase ?? false
  if (!some) return valence
  const [third, second, first, word, next, last] = [-3, -2, -1, 0, 1, 2].map((place) => tokens[at + place]?.lower)
  const [far, near] = [`${third} ${second}`, `${second} ${first}`]
  const before = [`${first} ${word}`, `${near} ${word}`, near, `${far} ${first}`, far]
  const idiom = before.find((phrase) => idioms.has(phrase))
  let found = idiom === undefined ? valence : (idioms.get(idiom) as number)
  if (next !== undefined) found = idioms.get(`${word} ${next}`) ?? found
  if (last !== undefined) found = idioms.get(`${word} ${next} ${last}`) ?? found
  return found + (pairBoosts.get(far) ?? 0) + (pairBoosts.get(near) ?? 0)
}

/** Up to four exclamation marks, and two or more question marks, make a text stronger. */
function emphasisOf({ exclamations, questions }: Punctuation): number {
  const asked = questions <= 1 ? 0 : questions <= 3 ? questions * 0.18 : 0.96
  return Math.min(exclamations, 4) * 0.292 + asked
}

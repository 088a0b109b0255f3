/** Scripts written without spaces between words. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`
const unspacedRun = new RegExp(`[${unspaced}]+`, 'gu')
const hasUnspaced = new RegExp(`[${unspaced}]`, 'u')
const ownSpacing = new RegExp(`[${unspaced}\\p{Script=Hangul}]`, 'u')

/**
 * Text in the form in which names are compared: compatibility forms and accents folded, lower case, everything but
 * letters, digits, `&` and `+` a single space, a space at both ends, and around runs of scripts that have none.
 */
export function normalForm(text: string): string {
  const plain = isPlain(text)
  const folded = plain ? text.toLowerCase() : foldAccents(text)
  const spaced = plain || !hasUnspaced.test(folded) ? folded : folded.replace(unspacedRun, ' $& ')
  const words = plain ? spaced.replace(/[^a-z\d&+]+/g, ' ') : spaced.replace(/[^\p{L}\p{N}&+]+/gu, ' ')
  return ` ${joinsWords.test(words) ? joinWords(words).trim() : words.trim()} `
}

/** `H & M` is `h&m`. */
const joinsWords = /[&+]/
const joinWords = (words: string): string => words.replace(/ ?([&+]) ?/g, '$1')

/** A name or hashtag without anything but letters and digits: `Coca-Cola` and `coca_cola` are `cocacola`. */
export function compactForm(text: string): string {
  return normalForm(text).replace(/[ &+]/g, '')
}

/** Written without spaces: such a name is found within a run of its script. */
export const isUnspaced = (normal: string): boolean => hasUnspaced.test(normal)

/** Nothing beyond ASCII, typographic punctuation and the emojis of the pictograph blocks: there is nothing to fold. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80 || (code >= 0x2010 && code <= 0x205e) || (code >= 0x2600 && code <= 0x27bf)) continue
    if (code === 0xd83d || code === 0xd83e || (code >= 0xdc00 && code <= 0xdfff) || code === 0xfe0f || code === 0x200d)
      continue
    // 🄰 and its like fold to letters; the emojis of the same block begin at U+1F300.
    if (code !== 0xd83c || text.charCodeAt(i + 1) < 0xdf00) return false
  }
  return true
}

/** Letters whose stroke or dot is no accent to Unicode. */
const strokes: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' }

function foldAccents(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  return plain.replace(/[ıłøđßæœ]/g, (letter) => strokes[letter] ?? letter).normalize('NFC')
}

/** A text in normal form, as words: what names and phrases are looked up in. */
export interface NormalText {
  words: readonly string[]
  /** Them without spaces, where there is a script without spaces between words, or Korean, whose words have endings. */
  compact: string | null
}

export function normalText(text: string): NormalText {
  const form = normalForm(text)
  const words = wordsOf(form)
  return { words, compact: hasOwnSpacing(form) ? words.join('') : null }
}

/** Words of a normal form. */
export const wordsOf = (form: string): string[] => form.split(' ').filter(Boolean)

/** Words of pieces between white space as those of the whole text: `h`, `&`, `m` are one. */
export const joinedWords = (words: readonly string[]): string[] => wordsOf(joinWords(words.join(' ')))

/** Whether a word of a piece may have to be joined with its neighbours. */
export const mayJoin = (form: string): boolean => joinsWords.test(form)

/** A script without spaces, or Korean, whose words have endings. */
export const hasOwnSpacing = (text: string): boolean => ownSpacing.test(text)

/** Whether a phrase stands at a place of a text, word by word. */
export function standsAt(words: readonly string[], at: number, phrase: readonly string[]): boolean {
  for (let i = 0; i < phrase.length; i++) if (words[at + i] !== phrase[i]) return false
  return true
}

/** Scripts written without spaces between words. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`
const unspacedRun = new RegExp(`[${unspaced}]+`, 'gu')
const hasUnspaced = new RegExp(`[${unspaced}]`, 'u')

/**
 * Text in the form in which names are compared: compatibility forms and accents folded, lower case, everything but
 * letters, digits, `&` and `+` a single space, a space at both ends, and around runs of scripts that have none.
 */
export function normalForm(text: string): string {
  const ascii = /^[\0-\x7f]*$/.test(text)
  const folded = ascii ? text.toLowerCase() : foldAccents(text)
  const spaced = ascii || !hasUnspaced.test(folded) ? folded : folded.replace(unspacedRun, ' $& ')
  const words = ascii ? spaced.replace(/[^a-z\d&+]+/g, ' ') : spaced.replace(/[^\p{L}\p{N}&+]+/gu, ' ')
  return ` ${words.replace(/ ?([&+]) ?/g, '$1').trim()} `
}

/** A name or hashtag without anything but letters and digits: `Coca-Cola` and `coca_cola` are `cocacola`. */
export function compactForm(text: string): string {
  return normalForm(text).replace(/[ &+]/g, '')
}

/** Written without spaces: such a name is found within a run of its script. */
export const isUnspaced = (normal: string): boolean => hasUnspaced.test(normal)

/** Letters whose stroke or dot is no accent to Unicode. */
const strokes: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' }

function foldAccents(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  return plain.replace(/[ıłøđßæœ]/g, (letter) => strokes[letter] ?? letter).normalize('NFC')
}

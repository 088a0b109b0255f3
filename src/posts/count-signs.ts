/** Not as a literal: the flag `v`, which Node has since 20, is newer than the compiler's target. */
export const emojiPattern = String.raw`\p{RGI_Emoji}`
const emoji = new RegExp(emojiPattern, 'gv')

/** Emojis of a text: sequences recommended for general interchange (UTS 51) count once, families and flags too. */
export function countEmojis(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    // Of ASCII only keycaps can be emojis, and they end with U+20E3.
    if (!isSign(text.charCodeAt(i))) continue
    const start = keycapBefore(text, i)
    while (i < text.length && (isSign(text.charCodeAt(i)) || isKeycapBase(text, i))) i++
    count += emojisOfRun(text.slice(start, i))
  }
  return count
}

/**
 * Code units that emojis are made of, and some that they are not: emojis never reach across any other, so each run of
 * these can be searched alone. The pattern of all sequences is slow.
 */
function isSign(code: number): boolean {
  if (code < 0x200d) return code === 0xa9 || code === 0xae
  return code <= 0x32ff || (code >= 0xd83c && code <= 0xdfff) || code === 0xfe0f
}

/** The digit, # or * of the keycap whose next sign is at `at`. */
function keycapBefore(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return (code === 0xfe0f || code === 0x20e3) && /[\d#*]/.test(text.charAt(at - 1)) ? at - 1 : at
}

function isKeycapBase(text: string, at: number): boolean {
  const after = text.charCodeAt(at + 1)
  return (after === 0xfe0f || after === 0x20e3) && /[\d#*]/.test(text.charAt(at))
}

/** What can be one emoji: the pattern of all sequences is slow with runs of many. Flags are pairs of letters. */
const cluster =
  /[\u{1f1e6}-\u{1f1ff}]+|.(?:[\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]|\u200d[^\u{1f1e6}-\u{1f1ff}]?)*/gsu

/** The same few come again and again. */
const seen = new Map<string, number>()
const heldClusters = 10_000

function emojisOfRun(run: string): number {
  let count = 0
  for (const signs of run.match(cluster) ?? []) count += seen.get(signs) ?? emojisOf(signs)
  return count
}

function emojisOf(signs: string): number {
  const count = signs.match(emoji)?.length ?? 0
  if (seen.size < heldClusters && signs.length <= 16) seen.set(signs, count)
  return count
}

/**
 * Characters that Unicode names question marks, of any script; ⁇ and its like are one each. The Spanish ¿ opens what
 * ? closes and is not counted.
 */
const questionMarks =
  /[?\u037e\u055e\u061f\u1367\u1945\u203d\u2047-\u2049\u2cfa\u2cfb\u2e2e\ua60f\ua6f7\ufe16\ufe56\uff1f]/gu
/** Greek keyboards write the question mark as a semicolon. */
const greekQuestion = /(?<=\p{Script=Greek}\s?);/gu

export function countQuestionMarks(text: string): number {
  const greek = text.includes(';') ? (text.match(greekQuestion)?.length ?? 0) : 0
  return greek + (text.match(questionMarks)?.length ?? 0)
}

/** Not as a literal: the flag `v`, which Node has since 20, is newer than the compiler's target. */
export const emojiPattern = String.raw`\p{RGI_Emoji}`
const emoji = new RegExp(emojiPattern, 'gv')
/** Signs that can be part of an emoji, together: the rest of the text need not be searched, which is slow. */
const emojiRun =
  /(?:[\d#*]\ufe0f?\u20e3|[\xa9\xae\u203c-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}](?:\ufe0f|\u200d|[\u{e0020}-\u{e007f}])*)+/gu

/** Emojis of a text: sequences recommended for general interchange (UTS 51) count once, families and flags too. */
export function countEmojis(text: string): number {
  if (!mayHoldEmoji(text)) return 0
  let count = 0
  for (const run of text.match(emojiRun) ?? []) count += emojisOfRun(run)
  return count
}

/** Emojis begin at U+203C, but for © and ®; keycaps end with U+20E3. */
function mayHoldEmoji(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x203c || code === 0xa9 || code === 0xae) return true
  }
  return false
}

/** The same few runs come again and again, and the pattern of all sequences is slow. */
const seenRuns = new Map<string, number>()
const heldRuns = 10_000

function emojisOfRun(run: string): number {
  const seen = seenRuns.get(run)
  if (seen !== undefined) return seen
  const count = run.match(emoji)?.length ?? 0
  if (seenRuns.size < heldRuns && run.length <= 16) seenRuns.set(run, count)
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

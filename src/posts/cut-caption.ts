/** A caption taken apart: what Instagram would link, and the text between. */
export interface CaptionParts {
  /** Without `#`, as written. */
  hashtags: string[]
  /** Without `@`, lower case. */
  handles: string[]
  urls: string[]
  /** The caption with a space for each of them. */
  text: string
}

/**
 * Endings that make a bare `skims.com` an address. Two-letter endings that are words of some language (`it`, `in`,
 * `is`, `me`) are not among them: "that was great.it made my day".
 */
const bareEndings = 'com|net|org|info|io|shop|store|app|dev|link|eu|edu|gov|fr|uk|jp|br|nl|de'
const url = String.raw`(?:https?:\/\/|www\.)[^\s<>"“”]+|(?<![\p{L}\p{N}@._\/-])[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)*\.(?:(?:${bareEndings})(?:\/[^\s<>"“”]*)?|[a-z]{2,10}\/[^\s<>"“”]+)(?![\p{L}\p{N}_@-])`

/**
 * A hashtag as Instagram cuts it: letters, marks, digits, underscores and emojis after a `#` that does not follow `&`
 * (Instagram Engineering, "Emojineering Part 2: Implementing Hashtag Emoji", 2015).
 */
const emojiInTag = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3]`
const hashtag = String.raw`(?<!&)#((?:[\p{L}\p{M}\p{N}_]|${emojiInTag})+)`

/** A user name has letters, digits, underscores and single dots within, at most 30; `me@home.org` holds none. */
export const handlePattern = String.raw`(?<![\p{L}\p{N}_.@\/-])@([a-z\d_](?:\.?[a-z\d_]){0,29})(?![a-z\d_])`

const linked = new RegExp(`${url}|${hashtag}|${handlePattern}`, 'giu')

/** Takes hashtags, @handles and web addresses out of a caption. None of them reaches across white space. */
export function cutCaption(caption: string): CaptionParts {
  const parts: CaptionParts = { hashtags: [], handles: [], urls: [], text: caption }
  // Joined at the end: a string that was added together is slower to go over, a character at a time.
  const kept: string[] = []
  let taken = 0
  for (let i = 0; i < caption.length; i++) {
    if (!mayLink(caption, i)) continue
    const start = beginOf(caption, i, taken)
    const end = endOf(caption, i)
    kept.push(caption.slice(taken, start), cutPiece(caption.slice(start, end), parts))
    taken = end
    i = end
  }
  if (taken > 0) parts.text = [...kept, caption.slice(taken)].join('')
  return parts
}

/** `#`, `@`, or a `.` or `:` that no blank follows: searching all of a caption for links takes three times as long. */
function mayLink(caption: string, at: number): boolean {
  const code = caption.charCodeAt(at)
  if (code === 0x23 || code === 0x40) return true
  return (code === 0x2e || code === 0x3a) && at + 1 < caption.length && !isBlank(caption.charCodeAt(at + 1))
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

function beginOf(caption: string, at: number, from: number): number {
  let start = at
  while (start > from && !isBlank(caption.charCodeAt(start - 1))) start--
  return start
}

function endOf(caption: string, at: number): number {
  let end = at
  while (end < caption.length && !isBlank(caption.charCodeAt(end))) end++
  return end
}

function cutPiece(piece: string, parts: CaptionParts): string {
  return piece.replace(linked, (whole: string, tag: string | undefined, name: string | undefined) => {
    if (tag !== undefined) parts.hashtags.push(tag)
    else if (name !== undefined) parts.handles.push(name.toLowerCase())
    else return cutUrl(whole, parts)
    return ' '
  })
}

/** The same by searching the whole caption at once. */
export function cutBySearch(caption: string): CaptionParts {
  const parts: CaptionParts = { hashtags: [], handles: [], urls: [], text: '' }
  return { ...parts, text: cutPiece(caption, parts) }
}

function cutUrl(whole: string, parts: CaptionParts): string {
  const end = endOfUrl(whole)
  parts.urls.push(whole.slice(0, end))
  return ` ${whole.slice(end)}`
}

/** Punctuation that ends the sentence is not part of the address. */
function endOfUrl(whole: string): number {
  let end = whole.length
  while (end > 0 && sentenceEnds.includes(whole.charAt(end - 1))) end--
  return end
}

/** What stands in the place of all @handles and of all web addresses of a caption; null: they stay. */
export interface Placeholders {
  handles: string | null
  addresses: string | null
}

/** The caption with placeholders; hashtags stay as they are. */
export function withPlaceholders(caption: string, { handles, addresses }: Placeholders): string {
  return caption.replace(linked, (whole: string, tag: string | undefined, name: string | undefined) => {
    if (tag !== undefined) return whole
    if (name !== undefined) return handles ?? whole
    return addresses === null ? whole : addresses + whole.slice(endOfUrl(whole))
  })
}

const sentenceEnds = ".,;:!?)]}'’…*"

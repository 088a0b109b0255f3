import { isBlank, linksOn, mayLink } from './link-rules.ts'

/** A caption taken apart: what its platform would link, and the text between. */
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
 * Takes hashtags, @handles and web addresses out of a caption, as its platform cuts them.
 * @param platform null: not known, taken for Instagram
 */
export function cutCaption(caption: string, platform: string | null = null): CaptionParts {
  const { links } = linksOn(platform)
  const parts: CaptionParts = { hashtags: [], handles: [], urls: [], text: caption }
  // Joined at the end: a string that was added together is slower to go over, a character at a time.
  const kept: string[] = []
  let taken = 0
  for (let i = 0; i < caption.length; i++) {
    if (!mayLink(caption, i)) continue
    const start = beginOf(caption, i, taken)
    const end = endOf(caption, i)
    kept.push(caption.slice(taken, start), cutPiece(caption.slice(start, end), parts, links))
    taken = end
    i = end
  }
  if (taken > 0) parts.text = [...kept, caption.slice(taken)].join('')
  return parts
}

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

function cutPiece(piece: string, parts: CaptionParts, links: RegExp): string {
  return piece.replace(links, (whole: string, tag: string | undefined, name: string | undefined) => {
    if (tag !== undefined) parts.hashtags.push(tag)
    else if (name !== undefined) parts.handles.push(name.toLowerCase())
    else return cutUrl(whole, parts)
    return ' '
  })
}

/** The same by searching the whole caption at once. */
export function cutBySearch(caption: string, platform: string | null = null): CaptionParts {
  const parts: CaptionParts = { hashtags: [], handles: [], urls: [], text: '' }
  return { ...parts, text: cutPiece(caption, parts, linksOn(platform).links) }
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
  return caption.replace(linksOn(null).links, (whole: string, tag: string | undefined, name: string | undefined) => {
    if (tag !== undefined) return whole
    if (name !== undefined) return handles ?? whole
    return addresses === null ? whole : addresses + whole.slice(endOfUrl(whole))
  })
}

const sentenceEnds = ".,;:!?)]}'’…*"

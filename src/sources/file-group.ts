import { ending } from './file-kind.ts'

/**
 * Files of one Instaloader post share a stem: NAME.jpg, NAME_1.jpg, NAME_2.mp4, NAME.json.xz, NAME.txt, NAME_comments.json
 * have `NAME`.
 * Longer numbers (IMG_1234, acme_20220913) count as part of the name, so few files share a stem.
 */
export interface NameParts {
  stem: string
  /** The whole name before the ending. */
  base: string
  ending: string
  metadata: boolean
  /** The comments of the post. */
  comments: boolean
  /** Place in a carousel, or -1. */
  number: number
}

export function nameParts(name: string): NameParts {
  const lower = name.toLowerCase()
  const tail = lower.endsWith('.json.xz') ? 'json.xz' : ending(name)
  const whole = tail ? name.slice(0, -tail.length - 1) : name
  const comments = tail.startsWith('json') && /_comments$/i.test(whole)
  const base = comments ? whole.slice(0, -'_comments'.length) : whole
  const numbered = /^(.+)_(\d{1,2})$/.exec(base)
  return {
    stem: numbered?.[1] ?? base,
    base,
    ending: tail,
    metadata: tail === 'json.xz' || tail === 'json' || tail === 'txt',
    comments,
    number: numbered ? Number(numbered[2]) : -1,
  }
}

/**
 * What names of a folder are sorted by: stem, then metadata before media, then place, then name. So a post's files
 * stand together, and carousels are in order.
 */
export function sortKey(name: string): string {
  const { stem, metadata, number, base } = nameParts(name)
  return `${stem}\0${metadata ? 0 : 1}${String(number + 1).padStart(3, '0')}\0${base}\0${name}`
}

import { ending } from './file-kind.ts'

/**
 * Files of one Instaloader post share a stem: NAME.jpg, NAME_1.jpg, NAME_2.mp4, NAME.json.xz, NAME.txt have `NAME`.
 * Sorted by stem, metadata first and media by their number, a post's files stand together and carousels in order.
 */
export interface NameParts {
  stem: string
  /** The whole name before the ending. */
  base: string
  ending: string
  metadata: boolean
  /** Number in a carousel, or -1. */
  number: number
}

export function nameParts(name: string): NameParts {
  const lower = name.toLowerCase()
  const tail = lower.endsWith('.json.xz') ? 'json.xz' : ending(name)
  const base = tail ? name.slice(0, -tail.length - 1) : name
  const numbered = /^(.+)_(\d{1,9})$/.exec(base)
  return {
    stem: numbered?.[1] ?? base,
    base,
    ending: tail,
    metadata: tail === 'json.xz' || tail === 'json' || tail === 'txt',
    number: numbered ? Number(numbered[2]) : -1,
  }
}

/** Order of names within a folder: by stem, then metadata before media, then by number, then by name. */
export function compareNames(a: string, b: string): number {
  const x = nameParts(a)
  const y = nameParts(b)
  return (
    compare(x.stem, y.stem) ||
    Number(y.metadata) - Number(x.metadata) ||
    x.number - y.number ||
    compare(x.base, y.base) ||
    compare(a, b)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

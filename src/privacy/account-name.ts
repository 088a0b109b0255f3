import { UsageError } from '../errors.ts'

/** Small letters without @, as names are compared. @throws UsageError for what can't be the name of an account */
export function accountName(account: string): string {
  const name = account.replace(/^@/, '').toLowerCase()
  if (/^[\p{L}\p{N}_.-]+$/u.test(name) && /[\p{L}\p{N}]/u.test(name)) return name
  throw new UsageError(`forget: "${account}" is no account; give its name as the platform writes it`)
}

/** What ends a user name; of a longer one (`@acme.co`, `u/acme-fans`) the name is a part only. On Instagram a dot stands within names. */
const ends = {
  x: '$|[^a-z0-9_]',
  reddit: '$|[^a-z0-9_-]',
  instagram: '$|[^a-z0-9_.]|\\.$|\\.[^a-z0-9_]',
} as const

/** Platforms that cut @handles as X does; what is not known is taken as Instagram, as captions are (`posts/link-rules.ts`). */
export const cutAsX = ['x', 'twitter'] as const

/**
 * The account's @handle in a text, in the syntax that RE2 and JavaScript share, to be matched in any case: groups are the sign before
 * the name and what follows it. As neither can only look ahead, one of two that touch is found at a second try.
 * @param name as {@link accountName} gives it
 */
export function handlePattern(name: string, platform: string | null): string {
  const isX = (cutAsX as readonly (string | null)[]).includes(platform)
  return `([@＠])${quoted(name)}(${isX ? ends.x : ends.instagram})`
}

/** The account as Reddit names it, `u/name`; see {@link handlePattern}. */
export function redditPattern(name: string): string {
  return `(\\bu/)${quoted(name)}(${ends.reddit})`
}

/** Whether a text has the account's handle. */
export function hasHandle(text: string, name: string, platform: string | null): boolean {
  return new RegExp(`${handlePattern(name, platform)}|${redditPattern(name)}`, 'iu').test(text)
}

function quoted(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('-', '\\x2d')
}

/** Wherever the name stands as a word of its own. */
export function nameAsWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${quoted(name)}(?![\\p{L}\\p{N}_])`, 'giu')
}

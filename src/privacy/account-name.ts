import { UsageError } from '../errors.ts'

/** Small letters without @, as names are compared. @throws UsageError for what can't be the name of an account */
export function accountName(account: string): string {
  const name = account.replace(/^@/, '').toLowerCase()
  if (/^[\p{L}\p{N}_.-]+$/u.test(name) && /[\p{L}\p{N}]/u.test(name)) return name
  throw new UsageError(`forget: "${account}" is no account; give its name as the platform writes it`)
}

/** Wherever the name stands as a word of its own. */
export function nameAsWord(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'giu')
}

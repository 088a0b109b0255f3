import { UsageError } from '../errors.ts'

/** `--map FIELD=COLUMN`, which may be repeated. */
export function columnPair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new UsageError(`--map ${text}: give FIELD=COLUMN, as image=photo_file`)
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

import { basename, resolve } from 'node:path'
import type { RunInfo } from '../dataset/run-info.ts'

/** What was measured: `Brand exposure in posts.csv`; the folder of the dataset where nothing says. */
export function titleOf(run: RunInfo | null, out: string): string {
  const sources = run?.sources.map(({ name }) => basename(name)) ?? []
  const some = sources.length > 0 ? sources : [basename(resolve(out))]
  const names = some.slice(0, 3).join(', ') + (some.length > 3 ? ` and ${some.length - 3} more` : '')
  return `${(run?.brands.length ?? 0) > 0 ? 'Brand exposure' : 'Images'} in ${names}`
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDataset } from '../dataset/read.ts'
import { writeRunInfo } from '../dataset/run-info.ts'
import type { Host } from './host.ts'
import { provenanceOf } from './report-provenance.ts'

/**
 * Writes `OUT/run.json` for datasets that were pulled: how most rows of all days that are there came about.
 * @returns whether anybody knows
 */
export async function writeProvenance(host: Pick<Host, 'bucket' | 'stage'>, out: string): Promise<boolean> {
  const files = await readdir(join(out, 'images')).catch(() => [])
  const days = files.flatMap((name) => /^(\d{4}-\d{2}-\d{2})-part-/.exec(name)?.[1] ?? []).sort()
  const [from, to] = [days[0], days.at(-1)]
  if (from === undefined || to === undefined) return false
  const reader = await openDataset(out)
  try {
    const info = await provenanceOf(host, reader, { from, to })
    if (info) await writeRunInfo(out, info)
    return info !== null
  } finally {
    reader.close()
  }
}

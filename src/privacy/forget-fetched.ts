import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, openFetchedCache } from '../fetch/cache.ts'

/** Deletes what was fetched from some addresses; content that another address has, too, stays. */
export async function forgetFetched(out: string, addresses: readonly string[]): Promise<void> {
  const folder = cacheFolder(out)
  const cache = openFetchedCache(folder)
  const gone = new Set(addresses)
  const kept = new Set<string>()
  const orphans = new Set<string>()
  for (const file of await entries(join(folder, 'addresses'))) {
    const entry = parsed(await readFile(file, 'utf8'))
    const isGone = entry?.uri !== undefined && gone.has(entry.uri)
    if (entry?.sha256) (isGone ? orphans : kept).add(entry.sha256)
    if (isGone) await rm(file)
  }
  for (const sha256 of orphans) if (!kept.has(sha256)) await rm(cache.file(sha256), { force: true })
}

async function entries(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function parsed(text: string): { uri?: string; sha256?: string } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

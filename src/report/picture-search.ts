import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 as hashOf } from '../hash.ts'

/** Has a file by its content: SHA-256 and length. */
export type PictureSearch = (content: { sha256: string; bytes: number }) => Promise<Uint8Array | null>

/**
 * Finds pictures wherever they lie now: a folder may have been moved, and where accounts have pseudonyms, paths that name them are not stored.
 * Lengths are noted when first something is looked for; only files of the right length are read.
 * @param places folders, or tables with pictures beside them
 */
export function openPictureSearch(places: readonly string[]): PictureSearch {
  let noted: Promise<Map<number, string[]>> | null = null
  return async ({ sha256, bytes }) => {
    noted ??= filesByLength(places)
    for (const file of (await noted).get(bytes) ?? []) {
      const content = await readFile(file).catch(() => null)
      if (content && hashOf(content) === sha256) return content
    }
    return null
  }
}

async function filesByLength(places: readonly string[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  for (const folder of new Set(await Promise.all(places.map(folderOf)))) {
    const entries =
      folder === null ? [] : await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name)
      const length = (await stat(file).catch(() => null))?.size
      if (length === undefined) continue
      const others = found.get(length)
      if (others) others.push(file)
      else found.set(length, [file])
    }
  }
  return found
}

async function folderOf(place: string): Promise<string | null> {
  const found = await stat(place).catch(() => null)
  if (!found) return null
  return found.isDirectory() ? place : dirname(place)
}

import type { Dirent } from 'node:fs'
import { opendir } from 'node:fs/promises'

export interface Entry {
  name: string
  kind: 'file' | 'folder' | 'link' | 'special'
}

/** How many names of one folder are held at once, half of it at the least. */
const heldNames = 200_000

/**
 * The entries of one folder in the order of `compare`, with bounded memory however many there are: each pass over
 * the folder keeps the smallest names after the last one given. A folder with up to 100,000 entries takes one pass.
 * @throws what opendir throws
 */
export async function* sortedEntries(
  folder: string,
  compare: (a: string, b: string) => number,
  held: number = heldNames,
): AsyncGenerator<Entry> {
  let last: string | null = null
  for (;;) {
    const { entries, more } = await smallestAfter(folder, last, compare, held)
    yield* entries
    if (!more) return
    last = entries.at(-1)?.name ?? null
  }
}

async function smallestAfter(
  folder: string,
  last: string | null,
  compare: (a: string, b: string) => number,
  held: number,
): Promise<{ entries: Entry[]; more: boolean }> {
  const byName = (a: Entry, b: Entry): number => compare(a.name, b.name)
  const kept = Math.max(1, held >> 1)
  let entries: Entry[] = []
  let more = false
  for await (const entry of await opendir(folder, { bufferSize: 256 })) {
    if (last !== null && compare(entry.name, last) <= 0) continue
    entries.push({ name: entry.name, kind: kindOf(entry) })
    if (entries.length < held) continue
    entries = entries.sort(byName).slice(0, kept)
    more = true
  }
  entries.sort(byName)
  if (entries.length > kept) return { entries: entries.slice(0, kept), more: true }
  return { entries, more }
}

function kindOf(entry: Dirent): Entry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'special'
}

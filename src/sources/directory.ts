import type { Dirent } from 'node:fs'
import { opendir } from 'node:fs/promises'

export interface Entry {
  name: string
  kind: 'file' | 'folder' | 'link' | 'special'
}

/** How many names of one folder are held at once, half of it at the least. */
const heldNames = 200_000

/**
 * The entries of one folder in the order of their keys, with bounded memory however many there are: each pass over
 * the folder keeps the smallest keys after the last one given. A folder with up to 100,000 entries takes one pass.
 * @param keyOf gives each name a key of its own
 * @throws what opendir throws
 */
export async function* sortedEntries(
  folder: string,
  keyOf: (name: string) => string,
  held: number = heldNames,
): AsyncGenerator<Entry> {
  let last = ''
  for (let more = true; more; ) {
    const next = await smallestAfter(folder, last, keyOf, held)
    yield* next.entries
    more = next.more
    last = next.entries.at(-1)?.key ?? last
  }
}

type Keyed = Entry & { key: string }

async function smallestAfter(
  folder: string,
  last: string,
  keyOf: (name: string) => string,
  held: number,
): Promise<{ entries: Keyed[]; more: boolean }> {
  const kept = Math.max(1, held >> 1)
  let entries: Keyed[] = []
  let more = false
  for await (const entry of await opendir(folder, { bufferSize: 256 })) {
    const key = keyOf(entry.name)
    if (key <= last) continue
    entries.push({ name: entry.name, kind: kindOf(entry), key })
    if (entries.length < held) continue
    entries = entries.sort(byKey).slice(0, kept)
    more = true
  }
  entries.sort(byKey)
  if (entries.length > kept) return { entries: entries.slice(0, kept), more: true }
  return { entries, more }
}

const byKey = (a: Keyed, b: Keyed): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

function kindOf(entry: Dirent): Entry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'special'
}

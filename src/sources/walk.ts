import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type Entry, sortedEntries } from './directory.ts'
import { sortKey } from './file-group.ts'
import { namedImage } from './file-kind.ts'
import type { LedgerWriter } from './ledger.ts'

/** The files of one folder (not of its sub-folders), sorted by `sortKey`; consumed as they are read. */
export interface FolderOfFiles {
  /** Absolute path. */
  path: string
  /** Path below the root with `/` at its end; empty for the root. */
  prefix: string
  names: AsyncIterable<string>
}

/**
 * Every folder below a root, depth first, links followed once and never in a circle. Hidden entries, broken links and
 * what is neither file nor folder are counted in the ledger; a sub-folder that may not be read becomes a note.
 * The names of a folder must be consumed before the next folder is asked for.
 */
export async function* walk(root: string, writer: LedgerWriter): AsyncGenerator<FolderOfFiles> {
  const realRoot = await realpath(root)
  const followed = new Set<string>()
  yield* visit(root, '')

  async function* visit(path: string, prefix: string): AsyncGenerator<FolderOfFiles> {
    const folders: string[] = []
    yield { path, prefix, names: names(path, prefix, folders) }
    for (const name of folders) yield* visit(join(path, name), `${prefix}${name}/`)
  }

  async function* names(path: string, prefix: string, folders: string[]): AsyncGenerator<string> {
    try {
      for await (const entry of sortedEntries(path, sortKey)) {
        const kind = entry.name.startsWith('.') ? 'hidden' : await kindOf(entry, path, prefix)
        if (kind === 'folder') folders.push(entry.name)
        else if (kind === 'file') yield entry.name
        else writer.leaveOut(kind)
      }
    } catch (error) {
      if (prefix === '' || !isFileError(error)) throw error
      writer.note('folders that cannot be read', `${path}: cannot be read (${error.code}); its images are missing`)
    }
  }

  async function kindOf(entry: Entry, path: string, prefix: string): Promise<string> {
    if (entry.kind !== 'link') return entry.kind
    const target = join(path, entry.name)
    try {
      const found = await stat(target)
      if (found.isFile()) return 'file'
      if (!found.isDirectory()) return 'special'
      const real = await realpath(target)
      const inside = real === realRoot || real.startsWith(realRoot + sep) || realRoot.startsWith(real + sep)
      if (inside || followed.has(real)) return 'link to a folder seen elsewhere'
      followed.add(real)
      return 'folder'
    } catch (error) {
      if (!isFileError(error)) throw error
      // A dead link that calls itself an image is given on: its row says `not_found`.
      if (namedImage(entry.name)) return 'file'
      writer.note('dead links', `${prefix}${entry.name}: a link to nothing (${error.code})`)
      return 'dead link'
    }
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof (error as NodeJS.ErrnoException | null)?.code === 'string'

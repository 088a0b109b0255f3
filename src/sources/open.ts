import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import { namedImage } from './file-kind.ts'
import { contentIsImage, openFolder } from './folder.ts'
import { openImage } from './single-image.ts'
import type { Source } from './source.ts'

export interface SourceOptions {
  /** What the paths in a table are relative to; the table's own folder by default. */
  root?: string
  /** Which column holds what: `{ image: 'photo_file' }`. */
  map?: Record<string, string>
}

/**
 * Decides what a path is: a folder (with or without Instaloader's files), a table or an export (CSV, TSV, JSON
 * Lines, JSON, Parquet), or one image.
 * @throws UsageError when nothing is there, or it is none of these
 */
export async function openSource(path: string, options: SourceOptions = {}): Promise<Source> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) && !path.startsWith('file://'))
    throw new UsageError(`${path}: is an address; a source is a folder, a table or an image on this machine`)
  const full = resolve(path.startsWith('file://') ? new URL(path).pathname : path)
  const found = await look(full, path)
  if (found.isDirectory()) return openFolder(full, path)
  if (!found.isFile()) throw new UsageError(`${path}: is neither a folder nor a file`)
  const { tableKind } = await import('./table-kind.ts')
  const kind = await tableKind(full)
  if (kind && !(await contentIsImage(full))) return (await import('./table.ts')).openTable(full, path, kind, options)
  if (namedImage(basename(full)) || (await contentIsImage(full))) return openImage(full, path)
  throw new UsageError(
    `${path}: is not a source; give a folder, an image, or a table (CSV, TSV, JSON Lines, JSON, Parquet; text also packed as .zst or .gz)`,
  )
}

async function look(full: string, path: string): Promise<Awaited<ReturnType<typeof stat>>> {
  try {
    return await stat(full)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason = code === 'ENOENT' || code === 'ENOTDIR' ? 'there is nothing there' : `may not be read (${code})`
    throw new UsageError(`${path}: ${reason}; give a folder, a table or an image`, { cause: error })
  }
}

import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RunError } from './errors.ts'

/**
 * Writes a file that is there whole, or as it was; its folder is made if need be.
 * @param advice what to do where it can't be written
 * @throws RunError that names it
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  advice = 'give another place',
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {})
    throw new RunError(`${path}: can't be written (${(cause as Error).message}); ${advice}`, { cause })
  }
}

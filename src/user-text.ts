import { readFile } from 'node:fs/promises'

/** The text of a file that a user wrote, UTF-8: without the mark that editors of Windows begin it with, which JSON knows nothing of. */
export async function readUserText(path: string): Promise<string> {
  return new TextDecoder().decode(await readFile(path))
}

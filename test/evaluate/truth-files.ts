import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-truth-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let made = 0
/** Writes files into a folder of their own. */
export async function files(texts: Record<string, string | Uint8Array | object>): Promise<string> {
  const root = join(folder, String(made++))
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(
      join(root, name),
      typeof text === 'string' || text instanceof Uint8Array ? text : JSON.stringify(text, null, 1),
    )
  }
  return root
}

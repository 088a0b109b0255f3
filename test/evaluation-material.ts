import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from '@jest/globals'

/** The folder of evaluation material beside the checkout, or null: it is not part of the project. */
export function sharedFolder(): string | null {
  const folder = join(process.cwd(), '..', 'shared')
  return existsSync(join(folder, 'data')) ? folder : null
}

/** A block of tests on evaluation material; skipped, and counted as skipped, where there is none. */
export function describeWithShared(name: string, body: (shared: string) => void): void {
  const shared = sharedFolder()
  if (shared) describe(name, () => body(shared))
  else describe.skip(`${name} (needs ../shared)`, () => body('../shared'))
}

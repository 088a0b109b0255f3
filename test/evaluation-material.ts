import { describe } from '@jest/globals'
import { sharedFolder } from './shared-folder.ts'

export { sharedFolder } from './shared-folder.ts'

/** A block of tests on evaluation material; skipped, and counted as skipped, where there is none. */
export function describeWithShared(name: string, body: (shared: string) => void): void {
  const shared = sharedFolder()
  if (shared) describe(name, () => body(shared))
  else describe.skip(`${name} (needs ../shared)`, () => body('../shared'))
}

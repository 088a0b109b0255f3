import { describe } from '@jest/globals'
import { findEmulator } from '../../scripts/emulator/start.mjs'

export { type Stack, startStack } from './stack.ts'

/** For the `beforeAll` that starts a stack: the first one of all installs the emulator or pulls its image. */
export const stackTimeout = 300_000

const found = findEmulator()

/** A block of tests that need a stack; skipped, and counted as skipped, where none can be started. */
export function describeWithStack(name: string, body: () => void): void {
  if (found.kind === 'none') describe.skip(`${name} (${found.reason})`, body)
  else describe(name, body)
}

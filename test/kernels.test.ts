import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { compileKernel, rooms } from '../scripts/kernel.mjs'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limelight-kernel-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each(rooms)('kernel.wasm of %s is what its sources compile to (else: node scripts/kernel.mjs)', (room) => {
  const fresh = join(folder, 'kernel.wasm')

  compileKernel(room, fresh)

  expect(Buffer.compare(readFileSync(fresh), readFileSync(`src/${room}/kernel/kernel.wasm`))).toBe(0)
})

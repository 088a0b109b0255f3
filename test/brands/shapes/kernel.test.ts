import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

test('kernel.wasm is what its sources compile to (else: node scripts/kernel.mjs)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-kernel-'))
  const fresh = join(folder, 'kernel.wasm')

  execFileSync(process.execPath, ['scripts/kernel.mjs', fresh, 'brands/shapes'])

  const same = Buffer.compare(readFileSync(fresh), readFileSync('src/brands/shapes/kernel/kernel.wasm')) === 0
  rmSync(folder, { recursive: true })
  expect(same).toBe(true)
})

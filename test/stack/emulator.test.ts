import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { findEmulator } from '../../scripts/emulator/start.mjs'
import { stackTimeout } from './start.ts'

const start = pathToFileURL(join(process.cwd(), 'scripts/emulator/start.mjs')).href
const starts = `import { startEmulator } from '${start}'
const { endpoint, log } = await startEmulator()
console.log(JSON.stringify({ endpoint, log }))
setInterval(() => {}, 1000)`

/** Docker's containers are removed by testcontainers. */
const here = findEmulator().kind === 'ministack' ? describe : describe.skip

here('an emulator that needs no Docker', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)(
    'ends with who started it (%s), and leaves nothing',
    async (signal) => {
      const owner = spawn(process.execPath, ['--input-type=module', '--eval', starts], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const [line] = await owner.stdout.take(1).toArray()
      const { endpoint, log } = JSON.parse(String(line)) as { endpoint: string; log: string }
      expect(await answers(endpoint)).toBe(true)

      owner.kill(signal)

      for (let tries = 0; tries < 100 && (await answers(endpoint)); tries++) await sleep(100)
      expect(await answers(endpoint)).toBe(false)
      for (let tries = 0; tries < 100 && existsSync(dirname(log)); tries++) await sleep(100)
      expect(existsSync(dirname(log))).toBe(false)
    },
    stackTimeout,
  )

  test(
    'two processes that start one at the same time get one each',
    async () => {
      const owners = [1, 2].map(() =>
        spawn(process.execPath, ['--input-type=module', '--eval', starts], { stdio: ['ignore', 'pipe', 'ignore'] }),
      )

      const lines = await Promise.all(owners.map(({ stdout }) => stdout.take(1).toArray()))
      const endpoints = lines.map(([line]) => (JSON.parse(String(line)) as { endpoint: string }).endpoint)

      expect(new Set(endpoints).size).toBe(2)
      expect(await Promise.all(endpoints.map(answers))).toEqual([true, true])
      for (const owner of owners) owner.kill('SIGKILL')
    },
    stackTimeout,
  )
})

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

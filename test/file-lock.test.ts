import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { alone, look, takeAway } from '../src/file-lock.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limelight-lock-'))
  file = join(folder, 'count')
  writeFileSync(file, '0')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function countUp(): Promise<void> {
  const count = Number(readFileSync(file, 'utf8'))
  await sleep(1)
  writeFileSync(file, String(count + 1))
}

const several = Array.from({ length: 20 })

test('what reads, thinks and writes loses nothing of what others write', async () => {
  await Promise.all(several.map(() => alone(file, countUp)))

  expect(readFileSync(file, 'utf8')).toBe('20')
  expect(readdirSync(folder)).toEqual(['count'])
})

test('the lock of a process that was killed holds up nobody, however many come upon it', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(`${file}.lock`, `${pid} ${hostname()} x\n`)

  await Promise.all(several.map(() => alone(file, countUp)))

  expect(readFileSync(file, 'utf8')).toBe('20')
  expect(readdirSync(folder)).toEqual(['count'])
})

test.each([
  ['of a process that is there', `${process.pid} ${hostname()} x\n`, `process ${process.pid} on ${hostname()}`],
  ['of another machine, of which nobody knows', '1 elsewhere x\n', 'process 1 on elsewhere'],
])('the lock %s is waited for, and named after a while with what to do', async (_, holder, named) => {
  writeFileSync(`${file}.lock`, holder)

  const given = alone(file, countUp, { wait: 50 })

  await expect(given).rejects.toThrow(
    `${file}: another command (${named}) is changing it; wait until it is done, or, if none is running, delete ${file}.lock and try again`,
  )
  expect(readFileSync(`${file}.lock`, 'utf8')).toBe(holder)
})

test.each([
  ['of another machine', '1 elsewhere x\n'],
  ['that nobody got to write its name into', ''],
  ['of a process whose number another one has now', `${process.pid} ${hostname()} x\n`],
])('a lock %s is taken away when nothing has been heard of it for long', async (_, holder) => {
  writeFileSync(`${file}.lock`, holder)

  await Promise.all(several.map(() => alone(file, countUp, { dead: 200 })))

  expect(readFileSync(file, 'utf8')).toBe('20')
  expect(readdirSync(folder)).toEqual(['count'])
})

test('of two who find a lock left behind, the later one leaves that of a third alone, even before its name is in it', async () => {
  const lock = `${file}.lock`
  writeFileSync(lock, '')
  const { sign } = await look(lock)
  await takeAway(lock, sign)
  await sleep(5)
  writeFileSync(lock, '')

  await takeAway(lock, sign)

  expect(readdirSync(folder)).toEqual(['count', 'count.lock'])
})

test.each([
  ['ELOOP', 'count.lock'],
  ['ENOENT', 'nothing'],
])('a lock that cannot be read is named, with what to do: %s', async (code, target) => {
  symlinkSync(target, `${file}.lock`)

  await expect(alone(file, countUp)).rejects.toThrow(
    new RegExp(`count.lock: can't be read \\(${code}.*\\); if nothing is at work there, delete it`),
  )
})

test('who works for long is left alone, as its lock says that it is still there', async () => {
  let done = false
  const long = alone(
    file,
    async () => {
      await sleep(1500)
      await countUp()
      done = true
    },
    { beat: 20 },
  )
  while (!existsSync(`${file}.lock`)) await sleep(5)

  await alone(file, async () => expect(done).toBe(true), { dead: 500 })

  await long
})

test('a lock that has gone to another one meanwhile stays', async () => {
  await alone(file, async () => writeFileSync(`${file}.lock`, '1 elsewhere x\n'))

  expect(readFileSync(`${file}.lock`, 'utf8')).toBe('1 elsewhere x\n')
})

test('what fails under it leaves no lock', async () => {
  await expect(alone(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')

  expect(readdirSync(folder)).toEqual(['count'])
})

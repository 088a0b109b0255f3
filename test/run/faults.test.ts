import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ask, drawPictures, type Ended, measure, remove, runInfo, temporaryFolder } from './cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 12)
})
afterAll(() => remove(folder))

interface Outcome {
  key: string
  status: string
  error_code: string | null
  error_message: string | null
}

const errorsOf = (out: string) =>
  ask<Outcome>(out, `SELECT key, error_code FROM images WHERE status = 'error' ORDER BY key`)

describe('an image that', () => {
  test.each([
    ['crashes the process', 'abort:0003', [], 'crashed'],
    ['never ends', 'hang:0003', ['--timeout', '4'], 'timeout'],
    ['eats memory', 'memory:0003', ['--max-memory', '400'], 'out_of_memory'],
    ['meets a fault of our own', 'throw:0003', [], 'internal'],
  ])('%s costs only itself', async (_what, fault, flags, code) => {
    const out = join(folder, code)

    const ended = await measure(join(folder, 'pictures'), out, flags, { LIMELIGHT_FAULT: fault })

    expect(ended).toMatchObject({ code: 0, signal: null })
    expect(await errorsOf(out)).toEqual([{ key: '0003.jpg', error_code: code }])
    expect(await ask(out, 'SELECT count(*) AS n FROM images')).toEqual([{ n: 12 }])
  })

  test('kills a lane takes no other image of that lane with it, even if many do', async () => {
    const out = join(folder, 'many')
    const env = { LIMELIGHT_FAULT: 'abort:0001,abort:0002,hang:0005,abort:0011' }

    const ended = await measure(join(folder, 'pictures'), out, ['--timeout', '4', '--max-error-rate', '0.5'], env)

    expect(ended.code).toBe(0)
    expect(await errorsOf(out)).toEqual([
      { key: '0001.jpg', error_code: 'crashed' },
      { key: '0002.jpg', error_code: 'crashed' },
      { key: '0005.jpg', error_code: 'timeout' },
      { key: '0011.jpg', error_code: 'crashed' },
    ])
  })
})

test('in batches, too, an image that kills or fails costs only itself', async () => {
  const out = join(folder, 'batches')
  const flags = ['--tasks', 'text', '--batch', '4', '--max-error-rate', '0.5']

  const ended = await measure(join(folder, 'pictures'), out, flags, { LIMELIGHT_FAULT: 'abort:0003,throw:0006' })

  expect(ended.code).toBe(0)
  expect(await errorsOf(out)).toEqual([
    { key: '0003.jpg', error_code: 'crashed' },
    { key: '0006.jpg', error_code: 'internal' },
  ])
  expect(await ask(out, 'SELECT count(*) AS n, count(text_area) AS seen FROM images')).toEqual([{ n: 12, seen: 10 }])
})

describe('a quarantined image', () => {
  const crash = { LIMELIGHT_FAULT: 'abort:0003' }
  const run = (out: string, ...flags: string[]): Promise<Ended> => measure(join(folder, 'pictures'), out, flags)

  test('is left alone by the next run, and measured again with --retry-errors', async () => {
    const out = join(folder, 'again')
    await measure(join(folder, 'pictures'), out, [], crash)

    await run(out)
    const leftAlone = await runInfo(out)
    await run(out, '--retry-errors')
    const tried = await runInfo(out)

    expect(leftAlone.counts).toMatchObject({ measured: 0, already_measured: 12 })
    expect(tried.counts).toMatchObject({ measured: 1, already_measured: 11, errors: 0 })
    expect(await errorsOf(out)).toEqual([])
  })

  test('makes the exit code 3 when there are too many', async () => {
    const ended = await measure(join(folder, 'pictures'), join(folder, 'rate'), ['--max-error-rate', '0.05'], crash)

    expect(ended.code).toBe(3)
    expect(ended.stdout).toContain('--max-error-rate')
  })
})

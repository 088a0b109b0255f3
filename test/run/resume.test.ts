import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ask, drawPictures, measure, remove, runInfo, type Started, start, temporaryFolder, told } from './cli.ts'

const images = 600
let folder = ''
let pictures = ''
let wanted: string[] = []

beforeAll(async () => {
  folder = await temporaryFolder()
  pictures = join(folder, 'pictures')
  await drawPictures(pictures, images)
  const whole = join(folder, 'whole')
  expect(await measure(pictures, whole)).toMatchObject({ code: 0 })
  wanted = await rowIds(whole)
})
afterAll(() => remove(folder))

const command = (out: string) => ['run', pictures, '--out', out, '--tasks', 'none', '--no-report', '--json']

async function rowIds(out: string): Promise<string[]> {
  const rows = await ask<{ row_id: string }>(out, 'SELECT row_id FROM images ORDER BY row_id')
  return rows.map((row) => row.row_id)
}

/** Process ids of its lanes (Linux; elsewhere none are seen). */
function lanesOf({ child }: Started): number[] {
  try {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
    return children.trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    try {
      process.kill(pid, 0)
      // A dead child of a dead parent may wait for whoever inherits it.
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true
    } catch {
      return true
    }
    await sleep(100)
  }
  return false
}

describe('a job that is killed with -9', () => {
  const moments: [string, (started: Started) => Promise<unknown>, number][] = [
    ['when it begins', () => sleep(100), 0],
    ['when lanes open', (started) => told(started, 'plan'), 0],
    ['while it measures', (started) => told(started, 'plan').then(() => sleep(700)), 0],
    ['after the first shard', (started) => told(started, 'shard', 1), 256],
    ['after the second shard', (started) => told(started, 'shard', 2), 512],
    ['after compaction', (started) => told(started, 'compaction'), images],
  ]

  test.each(moments)('%s: the same command measures every image exactly once', async (name, moment, finished) => {
    const out = join(folder, name)
    const first = start(command(out))
    await moment(first)
    const lanes = lanesOf(first)
    first.child.kill('SIGKILL')
    await first.ended

    const second = await start(command(out)).ended

    expect(second.code).toBe(0)
    expect(await rowIds(out)).toEqual(wanted)
    expect(await readdir(join(out, 'images'))).toHaveLength(1)
    const { counts } = await runInfo(out)
    expect(counts.already_measured).toBeGreaterThanOrEqual(finished)
    expect(counts.measured + counts.already_measured).toBe(images)
    for (const lane of lanes) expect(await gone(lane)).toBe(true)
  })

  test('leaves no lane behind, even one that hangs', async () => {
    const hanging = start([...command(join(folder, 'hanging')), '--workers', '1'], {
      env: { LIMELIGHT_FAULT: 'hang:0000' },
    })
    await told(hanging, 'plan')
    await sleep(1000)
    const lanes = lanesOf(hanging)
    hanging.child.kill('SIGKILL')
    await hanging.ended

    for (const lane of lanes) expect(await gone(lane)).toBe(true)
  })
})

describe('Ctrl-C', () => {
  test('once: finishes what is in flight, says how to go on, and the next run does the rest only', async () => {
    const out = join(folder, 'interrupted')
    const first = start(command(out).filter((flag) => flag !== '--json'))
    while (!existsSync(join(out, '.limelight'))) await sleep(50)
    await sleep(700)
    first.child.kill('SIGINT')

    const ended = await first.ended
    const kept = (await runInfo(out)).counts.measured
    await start(command(out)).ended

    expect(ended).toMatchObject({ code: 130, signal: null })
    expect(ended.stdout).toContain('run the same command again')
    expect((await runInfo(out)).counts).toMatchObject({ already_measured: kept, measured: images - kept })
    expect(await rowIds(out)).toEqual(wanted)
  })

  test('twice: ends at once, and leaves no lock', async () => {
    const out = join(folder, 'twice')
    const first = start(command(out), { env: { LIMELIGHT_FAULT: 'hang:0000' } })
    await told(first, 'plan')
    await sleep(700)
    first.child.kill('SIGINT')
    await sleep(300)
    first.child.kill('SIGINT')

    const ended = await first.ended
    const again = await start(command(out)).ended

    expect(ended.code).toBe(130)
    expect(again.code).toBe(0)
    expect(await rowIds(out)).toEqual(wanted)
  })
})

test('two runs in one folder: the second is refused', async () => {
  const out = join(folder, 'locked')
  const first = start([...command(out), '--workers', '1'], { env: { LIMELIGHT_FAULT: 'hang:0000' } })
  await told(first, 'plan')

  const second = await start(command(out)).ended
  first.child.kill('SIGKILL')
  await first.ended

  expect(second).toMatchObject({ code: 1, stdout: '' })
  expect(second.stderr).toContain('another run')
})

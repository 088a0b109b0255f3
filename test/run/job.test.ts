import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWithShared } from '../evaluation-material.ts'
import { ask, drawPictures, limelight, measure, remove, runInfo, temporaryFolder, writeTable } from './cli.ts'

let folder = ''
let pictures = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  pictures = join(folder, 'pictures')
  await drawPictures(pictures, 20)
})
afterAll(() => remove(folder))

const keysOf = async (out: string) =>
  (await ask<{ key: string }>(out, 'SELECT key FROM images ORDER BY key')).map(({ key }) => key)

test('a folder becomes a dataset: one row an image, nothing left over', async () => {
  const out = join(folder, 'plain')

  const ended = await measure(pictures, out)

  expect(ended).toMatchObject({ code: 0 })
  expect(ended.stdout).toContain('20 images measured')
  expect(await readdir(out)).toEqual(expect.arrayContaining(['images', 'run.json']))
  expect(existsSync(join(out, '.limelight'))).toBe(false)
  const [row] = await ask<Record<string, unknown>>(out, "SELECT * FROM images WHERE key = '0003.jpg'")
  expect(row).toMatchObject({
    status: 'ok',
    format: 'jpeg',
    width: 40,
    height: 30,
    analysis_scale: 1,
    top_objects: null,
  })
  expect(row?.uri).toBe(join(pictures, '0003.jpg'))
  const info = await runInfo(out)
  expect(info).toMatchObject({ complete: true, tasks: [], counts: { references: 20, measured: 20, errors: 0 } })
  expect(info.pipeline_digest).toBe(row?.pipeline_digest)
})

test('a lane that has measured a thousand images is replaced, and no image is lost or measured twice', async () => {
  const many = join(folder, 'many')
  const out = join(folder, 'many-out')
  await drawPictures(many, 2300)

  const ended = await measure(many, out, ['--workers', '2'])

  expect(ended.code).toBe(0)
  expect((await runInfo(out)).counts).toMatchObject({ references: 2300, measured: 2300, errors: 0 })
  expect(new Set(await keysOf(out)).size).toBe(2300)
})

test('an image that is given twice is measured once, and counted', async () => {
  const out = join(folder, 'twice')

  const ended = await limelight([
    'run',
    pictures,
    join(pictures, '0001.jpg'),
    pictures,
    '--tasks',
    'none',
    '--no-report',
    '--out',
    out,
  ])

  expect(ended.code).toBe(0)
  expect((await runInfo(out)).counts).toMatchObject({ references: 41, duplicates: 21, measured: 20 })
  expect(await keysOf(out)).toHaveLength(20)
})

test('a file whose content changes is measured again, and has one row', async () => {
  const [own, out] = [join(folder, 'changing'), join(folder, 'changed')]
  await drawPictures(own, 3)
  await measure(own, out)
  await copyFile(join(pictures, '0009.jpg'), join(own, '0001.jpg'))

  await measure(own, out)

  expect((await runInfo(out)).counts).toMatchObject({ measured: 1, already_measured: 2, images_in_dataset: 3 })
})

test('other options measure again; a file that has gone keeps its row, which is told', async () => {
  const [own, out] = [join(folder, 'options'), join(folder, 'optioned')]
  await drawPictures(own, 3)
  await measure(own, out)
  await rm(join(own, '0002.jpg'))

  await measure(own, out, ['--analysis-size', '20'])

  const { counts } = await runInfo(out)
  expect(counts).toMatchObject({ measured: 2, already_measured: 0, images_in_dataset: 3, images_of_other_digests: 1 })
  expect(await ask(out, 'SELECT DISTINCT analysis_scale AS s FROM images ORDER BY s')).toEqual([{ s: 0.5 }, { s: 1 }])
})

test('an image that a table now puts under a post gets that post', async () => {
  const out = join(folder, 'posted')
  await writeTable(join(folder, 'posts.csv'), [
    'post_id,image,caption',
    'p1,pictures/0001.jpg,hello',
    'p1,pictures/0002.jpg,hello',
  ])
  await measure(pictures, out)

  await measure(join(folder, 'posts.csv'), out)

  const rows = await ask(out, 'SELECT post_id, count(*) AS n FROM images GROUP BY ALL ORDER BY n')
  expect(rows).toEqual([
    { post_id: 'p1', n: 2 },
    { post_id: null, n: 18 },
  ])
  expect(await ask(out, 'SELECT post_id, caption FROM posts')).toEqual([{ post_id: 'p1', caption: 'hello' }])
})

test('a table that names what is not there: rows with the code not_found', async () => {
  const out = join(folder, 'gone')
  await writeTable(join(folder, 'gone.csv'), ['post_id,image', 'p1,pictures/0001.jpg', 'p2,pictures/none.jpg'])

  const ended = await measure(join(folder, 'gone.csv'), out, ['--max-error-rate', '1'])

  expect(ended.code).toBe(0)
  expect(await ask(out, 'SELECT post_id, error_code FROM images ORDER BY post_id')).toEqual([
    { post_id: 'p1', error_code: null },
    { post_id: 'p2', error_code: 'not_found' },
  ])
})

test('--limit takes the first images, --sample the same random ones each time', async () => {
  const run = async (name: string, ...flags: string[]) => {
    await measure(pictures, join(folder, name), flags)
    return keysOf(join(folder, name))
  }

  const limited = await run('limit', '--limit', '4')
  const one = await run('sample one', '--sample', '5', '--seed', '3')
  const same = await run('sample same', '--sample', '5', '--seed', '3', '--workers', '1')
  const other = await run('sample other', '--sample', '5', '--seed', '4')

  expect(limited).toEqual(['0000.jpg', '0001.jpg', '0002.jpg', '0003.jpg'])
  expect(one).toHaveLength(5)
  expect(same).toEqual(one)
  expect(other).not.toEqual(one)
})

test('--dry-run says what would be done and writes nothing', async () => {
  const out = join(folder, 'dry')

  const ended = await limelight(['run', pictures, '--out', out, '--tasks', 'none', '--dry-run'])

  expect(ended.code).toBe(0)
  expect(ended.stdout).toMatch(/20 images[\s\S]*Time: [\s\S]*Disk: /)
  expect(existsSync(out)).toBe(false)
})

test('--json says one JSON line a step', async () => {
  const ended = await measure(pictures, join(folder, 'json'), ['--json'])

  const events = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.map(({ event }) => event)).toEqual(['plan', 'shard', 'progress', 'compaction', 'finished'])
  expect(events.at(-1)).toMatchObject({ exit_code: 0, measured: 20 })
})

test('options can stand in a config file: its paths are its own, and flags win', async () => {
  const home = join(folder, 'home')
  await mkdir(home)
  const config = { sources: ['../pictures'], out: 'out', tasks: 'none', report: false, limit: 3, csv: true }
  await writeFile(join(home, 'limelight.config.json'), JSON.stringify(config))

  const ended = await limelight(['run', '--limit', '2'], { cwd: home })

  expect(ended.code).toBe(0)
  expect(await keysOf(join(home, 'out'))).toHaveLength(2)
  expect(existsSync(join(home, 'out', 'images.csv'))).toBe(true)
})

describeWithShared('the corpus of bad images', (shared) => {
  test('ends as one row a file, measured or with a code, and none stops the run', async () => {
    const out = join(folder, 'bad')

    const ended = await measure(join(shared, 'data', 'bad-images'), out, ['--max-error-rate', '1'])

    expect(ended).toMatchObject({ code: 0, signal: null })
    const [counts] = await ask(
      out,
      `SELECT count(*) AS n, count(DISTINCT uri) AS files,
      count(*) FILTER (status = 'ok' OR error_code IS NOT NULL) AS said,
      count(*) FILTER (error_code IN ('internal', 'crashed', 'timeout', 'out_of_memory')) AS ours FROM images`,
    )
    const files = await readdir(join(shared, 'data', 'bad-images'))
    const others = (await runInfo(out)).sources.flatMap((source) => Object.values(source.left_out))
    const n = files.length - others.reduce((sum, count) => sum + count, 0)
    expect(n).toBeGreaterThan(200)
    expect(counts).toEqual({ n, files: n, said: n, ours: 0 })
  })
})

import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../src/dataset/database.ts'
import { literal } from '../../src/dataset/schema.ts'
import { sha256 } from '../../src/hash.ts'
import { writePhoto } from '../brands/gallery/pictures.ts'
import { ask, limelight, runInfo } from '../run/cli.ts'
import { tinyEmbedding, tinySide } from '../vision/tiny-embedding.ts'

let folder: string
const env = { LIMELIGHT_CACHE: '', LIMELIGHT_MODELS: '' }
const run = (...args: string[]) => limelight(args, { cwd: folder, env })

const search = [
  'run',
  'posts',
  '--tasks',
  'none',
  '--stages',
  'embedding',
  '--brands',
  'limelight-gallery',
  '--no-report',
]

/** Two logos without text. */
const disc = (outer: string, inner: string) => (x: number, y: number, r: number) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${outer}"/><circle cx="${x}" cy="${y}" r="${0.5 * r}" fill="${inner}"/>`
const ring = disc('#d00018', '#ffffff')
const sun = disc('#0020c0', '#ffe000')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-brands-cli-'))
  env.LIMELIGHT_CACHE = join(folder, 'cache')
  const model = tinyEmbedding()
  await writeFile(join(folder, 'tiny.onnx'), model)
  const entry = {
    name: 'tiny',
    task: 'logos',
    adapter: 'logo-embedding',
    path: 'tiny.onnx',
    sha256: sha256(model),
    licence: 'CC0-1.0',
    inputSize: tinySide,
    labels: ['logo'],
  }
  await writeFile(join(folder, 'limelight.config.json'), JSON.stringify({ models: [entry] }))
  for (let i = 0; i < 100; i++) {
    const ground = `hsl(${(i * 37) % 360}, ${20 + (i % 5) * 12}%, ${30 + (i % 7) * 8}%)`
    const draw = `<rect x="${i}" y="${(i * 13) % 90}" width="80" height="60" fill="hsl(${(i * 71) % 360}, 50%, 50%)"/>`
    await writePhoto(join(folder, 'plain', `${i}.png`), { width: 160, height: 120, ground, draw })
  }
  for (let i = 0; i < 6; i++) {
    const ground = ['#d8d0c4', '#c8d0c0', '#e0e0e8', '#c8d8e8', '#e8e0c0', '#e0d8d0'][i] ?? ''
    // In the middle of a window: coarse fields of colour do not bear a shift.
    const [x, y] = [60 + (i % 4) * 66.7, 60 + (i % 3) * 60]
    await writePhoto(join(folder, 'posts', `ring-${i}.png`), { ground, draw: ring(x, y, 52) })
    await writePhoto(join(folder, 'posts', `sun-${i}.png`), { ground, draw: sun(x, y, 52) })
  }
  await writePhoto(join(folder, 'refs', 'ring.png'), {
    width: 160,
    height: 160,
    ground: '#fff',
    draw: ring(80, 80, 70),
  })
  await writePhoto(join(folder, 'refs', 'sun.png'), {
    width: 160,
    height: 160,
    ground: '#fff',
    draw: sun(80, 80, 70),
  })
})
afterAll(() => rm(folder, { recursive: true }))

describe('a brand from its pictures', () => {
  test('is not looked for by vectors before it is known what is like it by chance', async () => {
    await run('brands', 'add', 'Ring', 'refs/ring.png')

    const { code, stderr } = await run(...search, '--out', 'without')

    expect(code).toBe(0)
    expect(stderr).toMatch(/Left out: embedding: tiny has no bank of negatives/)
  })

  test('is found where it is, at the rate of false alarms that was asked for', async () => {
    await run('run', 'plain', '--tasks', 'logos', '--out', 'negatives', '--no-report')
    const made = await run('brands', 'negatives', 'negatives')

    const { code, stderr } = await run(...search, '--out', 'out')

    expect(made.stdout).toMatch(/vectors of 100 photos/)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const found = await ask<{ key: string; brand: string; stage: string }>(
      join(folder, 'out'),
      "SELECT DISTINCT i.key, d.brand, d.stage FROM detections d JOIN images i USING (row_id) WHERE d.task = 'logo' ORDER BY i.key",
    )
    expect(found).toEqual([0, 1, 2, 3, 4, 5].map((i) => ({ key: `ring-${i}.png`, brand: 'Ring', stage: 'embedding' })))
    const [count] = await ask<{ n: number }>(
      join(folder, 'out'),
      "SELECT count(*) AS n FROM embeddings JOIN detections USING (row_id, detection_id) WHERE task = 'region'",
    )
    expect(count?.n).toBeGreaterThan(100)
  })

  test('that has no name yet is suggested with its pictures; where they are gone, the sheet says so and finds them elsewhere', async () => {
    await copyAsTexts('out', 'texts')
    const sheet = async (...more: string[]) => {
      await rm(join(folder, 'texts', 'suggested'), { recursive: true, force: true })
      const { code, stdout } = await run('brands', 'suggest', 'texts', '--images', '1', '--most', '3', ...more)
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('suggested.html: look at it') })
      const page = await readFile(join(folder, 'texts', 'suggested', 'suggested.html'), 'utf8')
      return { page, pictures: page.match(/data:image\/png/g)?.length ?? 0 }
    }

    const there = await sheet()
    await rename(join(folder, 'posts'), join(folder, 'moved'))
    const gone = await sheet()
    const moved = await sheet('--pictures-from', 'moved')
    await rename(join(folder, 'moved'), join(folder, 'posts'))

    expect(there.pictures).toBeGreaterThan(0)
    expect(gone.pictures).toBe(0)
    expect(gone.page).toContain('No picture: the file is not where it was measured')
    expect(moved.page).toBe(there.page)
  })

  /** Without the models that find text, all regions are windows, which are never suggested. */
  async function copyAsTexts(from: string, to: string): Promise<void> {
    await cp(join(folder, from), join(folder, to), { recursive: true })
    const database = await openDatabase()
    for (const name of await readdir(join(folder, from, 'detections'))) {
      const [old, next] = [from, to].map((out) => literal(join(folder, out, 'detections', name)))
      const rows = `SELECT * REPLACE (CASE task WHEN 'region' THEN 'text' ELSE label END AS label) FROM read_parquet(${old})`
      await database.connection.run(`COPY (${rows}) TO ${next} (FORMAT parquet)`)
    }
    database.close()
  }

  test('is found in an old run by another one, which is left as it was', async () => {
    await run('brands', 'add', 'Sun', 'refs/sun.png', '--gallery', 'more')
    const before = await ask(join(folder, 'out'), 'SELECT * FROM images ORDER BY row_id')
    await rm(join(folder, 'posts'), { recursive: true })

    const { code, stdout, stderr } = await run('brands', 'apply', 'out', '--brands', 'more')

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Sun: in 6 of 12 images$/m)
    expect(await ask(join(folder, 'out'), 'SELECT * FROM images ORDER BY row_id')).toEqual(before)
    const rows = await ask<{ key: string; brand: string; logo_count: number; fitting: boolean }>(
      join(folder, 'out-brands'),
      `SELECT i.key, i.brand, i.logo_count, bool_and(d.row_id IS NOT NULL) AS fitting FROM images i
       LEFT JOIN exposures e USING (row_id) LEFT JOIN detections d USING (row_id) GROUP BY ALL ORDER BY i.key`,
    )
    expect(rows.map(({ key, brand }) => `${key.slice(0, 4)} ${brand}`)).toEqual([
      ...Array(6).fill('ring Ring'),
      ...Array(6).fill('sun- Sun'),
    ])
    expect(rows.every(({ fitting, logo_count }) => fitting && logo_count >= 1)).toBe(true)
    const [old, derived] = [await runInfo(join(folder, 'out')), await runInfo(join(folder, 'out-brands'))]
    expect(derived.brands).toEqual(['Ring', 'Sun'])
    expect(derived.derived_from).toMatchObject({ run_id: old.run_id, pipeline_digest: old.pipeline_digest })
    expect(derived.pipeline_digest).not.toBe(old.pipeline_digest)
    const [orphans] = await ask<{ n: number }>(
      join(folder, 'out-brands'),
      'SELECT count(*) AS n FROM embeddings e ANTI JOIN images i USING (row_id)',
    )
    expect(orphans?.n).toBe(0)
  })

  test('that is there already is not overwritten', async () => {
    const { code, stderr } = await run('brands', 'apply', 'out', '--brands', 'more')

    expect(code).toBe(2)
    expect(stderr).toMatch(/out-brands: is there already/)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('the gallery on the command line', () => {
  test('is listed, exported and emptied', async () => {
    const listed = await run('brands', 'list', '--gallery', 'more')
    const exported = await run('brands', 'export', 'more.yaml', '--gallery', 'more')
    const removed = await run('brands', 'remove', 'sun', '--gallery', 'more')

    expect(listed.stdout).toMatch(/^Sun\n {2}sun\.png {2}references\//)
    expect(exported.stdout).toMatch(/more\.yaml: 1 brand; 1 picture /)
    expect(removed.stdout).toBe('Sun removed\n')
    expect(await run('run', '.', '--out', 'x', '--brands', 'more')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the gallery has no brand/),
    })
  })

  test.each([
    [['add', 'Nothing'], /is not in the built-in catalogue and no picture was given/],
    [['add', '?!', 'refs/ring.png'], /holds no letter and no digit/],
    [['add', 'Ring', 'refs/ring.png', '--box', '5,5,3,9'], /--box 5,5,3,9: is no box/],
    [['add', 'Ring', 'refs/ring.png', '--threshold', 'x'], /--threshold x: is no number/],
    [['list', '--gallery', 'nowhere'], /nowhere: there is no gallery/],
    [['remove', 'Ring', 'x.png'], /Ring: has no reference x\.png; it has ring\.png/],
    [['export', 'x.txt'], /x\.txt: a brands file ends in/],
    [['negatives', 'out'], /12 photos say too little/],
    [['apply', 'nowhere', '--brands', 'nike'], /nowhere: there is no such folder/],
    [['apply', 'out', '--brands', 'nike', '--false-alarms', '2'], /--false-alarms 2: is no share/],
    [['suggest', 'out', '--images', '0'], /--images 0: is no whole number/],
  ])('refuses brands %j', async (args, message) => {
    expect(await run('brands', ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  })
})

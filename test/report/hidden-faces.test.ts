import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/environment.ts'
import { type FaceFinder, openFaceFinder } from '../../src/vision/find-faces.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { ask, limelight, remove, temporaryFolder } from '../run/cli.ts'

/** Where pictures of posts are drawn; brands' own drawings and the demo's are none. */
test('pictures come onto pages and sheets in one way only', () => {
  const src = join(process.cwd(), 'src')
  const rooms = ['report', 'evaluate', 'compare', 'corpus', 'cli', 'cloud', 'privacy', 'run', 'worker']
  const drawing = rooms
    .flatMap((room) => readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).map((f) => join(room, f)))
    .filter((file) => file.endsWith('.ts') && /\.(webp|jpeg|png|toFile)\(/.test(readFileSync(join(src, file), 'utf8')))

  // doctor draws a picture of its own, to see whether decoding works.
  expect(drawing.sort()).toEqual(['cli/doctor.ts', 'report/blur.ts', 'report/thumbnails.ts'])
})

describeWithShared('with pseudonyms', (shared) => {
  const models = join(shared, 'models')
  /** A cache without weights. */
  const cache = mkdtempSync(join(tmpdir(), 'limelight-hidden-faces-'))
  const env = { LIMELIGHT_MODELS: models, LIMELIGHT_CACHE: cache }
  const portraits = join(shared, 'data', 'instaloader', 'taylorswift')
  let finder: FaceFinder
  let portrait = ''
  let folder = ''
  beforeAll(async () => {
    finder = (await openFaceFinder(readEnvironment(env))) as FaceFinder
    for (const name of readdirSync(portraits).filter((each) => each.endsWith('.jpg'))) {
      portrait = join(portraits, name)
      if ((await finder.find(await readFile(portrait))).length > 0) return
    }
  })
  afterEach(async () => {
    await remove(folder)
  })
  afterAll(() => remove(cache))

  interface Made {
    names: 'hidden' | 'kept'
    /** Who posted it, in a folder of that name. */
    account?: string
  }

  /** A run over a portrait that looks for a brand which is not there. */
  async function measured(tasks: string, { names, account = '.' }: Made = { names: 'hidden' }): Promise<string> {
    folder = await temporaryFolder()
    const [pictures, out] = [join(folder, 'pictures'), join(folder, 'out')]
    await mkdir(join(pictures, account), { recursive: true })
    await copyFile(portrait, join(pictures, account, 'portrait.jpg'))
    const table = join(pictures, 'posts.csv')
    await writeFile(table, `image,post_id,account\n${account}/portrait.jpg,1,${account}\n`)
    const hidden = names === 'hidden' ? ['--pseudonymise', '--pseudonym-key', join(folder, 'key')] : []
    const run = ['run', table, '--out', out, '--tasks', tasks, '--brands', 'nike', '--no-report', ...hidden]
    expect(await limelight(run, { env })).toMatchObject({ code: 0 })
    return out
  }

  /** Faces in the pictures of a page of misses. */
  async function facesShown(
    out: string,
    { environment = env, more = [] }: { environment?: Record<string, string>; more?: string[] } = {},
  ): Promise<number[]> {
    const truth = join(folder, 'truth.json')
    await writeFile(truth, JSON.stringify([{ file: 'portrait.jpg', brands: ['Nike'] }]))
    expect(await limelight(['eval', out, '--truth', truth, ...more], { env: environment })).toMatchObject({ code: 0 })
    const page = await readFile(join(out, 'eval.html'), 'utf8')
    const pictures = [...page.matchAll(/data:image\/webp;base64,([^"]+)/g)].map(([, text = '']) => text)
    const faces: number[] = []
    for (const text of pictures) faces.push((await finder.find(Buffer.from(text, 'base64'))).length)
    return faces
  }

  test('the sheet of misses shows no face that the run found', async () => {
    const out = await measured('text,faces')

    expect(await facesShown(out)).toEqual([0])
  })

  test('faces that the run did not look for are looked for when a picture is shown', async () => {
    const out = await measured('text')

    expect(await facesShown(out)).toEqual([0])
    expect(await facesShown(out, { environment: { ...env, LIMELIGHT_MODELS: cache } })).toEqual([])
    expect(await readFile(join(out, 'eval.html'), 'utf8')).toContain('faces were not looked for')
  })

  test('pictures whose path may not be told are found by their content, and their faces are hidden', async () => {
    const out = await measured('text,faces', { names: 'hidden', account: 'someone' })
    const [image] = await ask<{ key: string }>(out, 'SELECT key FROM images')

    expect(image?.key).toMatch(/^u[0-9a-f]{16}\/portrait\.jpg$/)
    expect(await facesShown(out)).toEqual([])
    expect(await facesShown(out, { more: ['--pictures-from', join(folder, 'pictures')] })).toEqual([0])
  })

  test('without them the face is shown, so that these tests can fail', async () => {
    const out = await measured('text', { names: 'kept' })

    expect((await facesShown(out))[0]).toBeGreaterThan(0)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/environment.ts'
import { type FaceFinder, openFaceFinder } from '../../src/vision/find-faces.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { limelight, remove, temporaryFolder } from '../run/cli.ts'

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
  const env = { LIMELIGHT_MODELS: models, LIMELIGHT_CACHE: '/nowhere' }
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

  /** A run over a portrait that looks for a brand which is not there. */
  async function measured(tasks: string, { names }: { names: 'hidden' | 'kept' } = { names: 'hidden' }) {
    folder = await temporaryFolder()
    const [pictures, out] = [join(folder, 'pictures'), join(folder, 'out')]
    await mkdir(pictures)
    await copyFile(portrait, join(pictures, 'portrait.jpg'))
    const hidden = names === 'hidden' ? ['--pseudonymise', '--pseudonym-key', join(folder, 'key')] : []
    const run = ['run', pictures, '--out', out, '--tasks', tasks, '--brands', 'nike', '--no-report', ...hidden]
    expect(await limelight(run, { env })).toMatchObject({ code: 0 })
    return out
  }

  /** Faces in the pictures of a page of misses. */
  async function facesShown(out: string, environment: Record<string, string> = env): Promise<number[]> {
    const truth = join(folder, 'truth.json')
    await writeFile(truth, JSON.stringify([{ file: 'portrait.jpg', brands: ['Nike'] }]))
    expect(await limelight(['eval', out, '--truth', truth], { env: environment })).toMatchObject({ code: 0 })
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
    expect(await facesShown(out, { ...env, LIMELIGHT_MODELS: '/nowhere' })).toEqual([])
    expect(await readFile(join(out, 'eval.html'), 'utf8')).toContain('faces were not looked for')
  })

  test('without them the face is shown, so that these tests can fail', async () => {
    const out = await measured('text', { names: 'kept' })

    expect((await facesShown(out))[0]).toBeGreaterThan(0)
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { configure } from '../../src/run/configure.ts'
import { makePlan } from '../../src/run/plan.ts'
import { loadOwnVariables, measureOwn } from '../../src/variables/own.ts'
import { setOwnVariables, variablesOf } from '../../src/variables/registry/index.ts'
import { drawn } from '../image/pictures.ts'

const example = join(process.cwd(), 'examples', 'sky-share.mjs')

async function withModule<T>(text: string, body: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-own-'))
  try {
    const path = join(folder, 'own.mjs')
    await writeFile(path, text)
    return await body(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a module of the user measures, and its columns stand last', async () => {
  const own = await loadOwnVariables({ ownVariables: [example] }, sha256)
  const halves = drawn(4, 4, (x) => (x < 1 ? [30, 80, 200] : [200, 80, 30]))

  setOwnVariables(own.flatMap(({ variables }) => variables))

  expect(await measureOwn(halves, own)).toEqual({ sky_share: 0.25 })
  expect(
    await measureOwn(
      drawn(4, 1, () => [0, 0, 255]),
      own,
    ),
  ).toEqual({ sky_share: null })
  expect(variablesOf('images').at(-1)).toMatchObject({ name: 'sky_share', family: 'own', version: 1 })
  setOwnVariables([])
})

test('the choice and the user’s module are part of the pipeline digest', async () => {
  const digest = async (config: object) =>
    (await makePlan(configure({ sources: ['.'], out: 'out', tasks: 'none', ...config }, process.cwd()))).digest

  const digests = [
    await digest({}),
    await digest({ variables: 'all' }),
    await digest({ variables: ['hue'] }),
    await digest({ ownVariables: [example] }),
  ]

  expect(new Set(digests).size).toBe(4)
  expect(await digest({ variables: 'curated' })).toBe(digests[0])
  setOwnVariables([])
})

test.each([
  ['nothing', 'export const a = 1', /must export default/],
  ['a bad name', entry('"Sky Share"'), /small letters/],
  ['no such type', entry('"sky"', 'double'), /one of string, float/],
  ['a fault of syntax', 'export default {', /can't be loaded/],
])('a module that exports %s is refused', async (_, text, message) => {
  await withModule(text, async (path) => {
    await expect(loadOwnVariables({ ownVariables: [path] }, sha256)).rejects.toThrow(message)
  })
})

test('a name that is taken is refused', async () => {
  await withModule(entry('"contrast"'), async (path) => {
    const own = await loadOwnVariables({ ownVariables: [path] }, sha256)

    expect(() => setOwnVariables(own.flatMap(({ variables }) => variables))).toThrow(/column contrast already/)
  })
})

function entry(name: string, type = 'float'): string {
  return `export default { variables: [{ name: ${name}, type: '${type}', formula: 'a test' }], measure: () => ({}) }`
}

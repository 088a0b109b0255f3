import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { loadBrands } from '../../src/brands/catalogue.ts'
import { packed, readConfigFolder, unpackInto } from '../../src/run/config-folder.ts'
import { packConfigFolder } from '../../src/run/config-pack.ts'
import { colourTableEntries } from '../../src/variables/registry/families/colour-table.ts'
import { setOwnVariables } from '../../src/variables/registry/index.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'limelight-config-test-'))
})
afterEach(async () => {
  setOwnVariables([])
  await rm(home, { recursive: true })
})

const brands = JSON.stringify({ brands: [{ name: 'Acme', aliases: ['acme co'], references: ['refs/ü 1.png'] }] })

/** A folder of that name with these files. */
async function folderOf(files: Record<string, string | Uint8Array>, name = 'ours'): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(home, name, path)), { recursive: true })
    await writeFile(join(home, name, path), content)
  }
  return join(home, name)
}

async function unpacked(bytes: Uint8Array): Promise<string> {
  const to = await mkdtemp(join(home, 'unpacked-'))
  await unpackInto(to, bytes)
  return to
}

test('a packed folder measures elsewhere as it did here: brands with references, own variables, rules', async () => {
  const config = {
    brands: 'brands.json',
    ownVariables: ['sky-share.mjs'],
    colourTable: 'names.csv',
    analysisSize: 640,
    out: 'out',
    workers: 3,
  }
  const ours = await folderOf({
    'limelight.config.json': JSON.stringify(config),
    'brands.json': brands,
    'refs/ü 1.png': await sharp({ create: { width: 90, height: 60, channels: 3, background: '#c02020' } })
      .png()
      .toBuffer(),
    'names.csv': '3,'.repeat(32 ** 3),
    '.secret': 'no',
    'node_modules/x/index.js': 'no',
  })
  await cp('examples/sky-share.mjs', join(ours, 'sky-share.mjs'))

  const { bytes, variables } = await packConfigFolder(ours)
  const there = await unpacked(bytes)

  expect(variables.map(({ name }) => name)).toEqual([...colourTableEntries().map(({ name }) => name), 'sky_share'])
  expect(await readConfigFolder(there)).toEqual({
    brands: join(there, 'brands.json'),
    ownVariables: [join(there, 'sky-share.mjs')],
    colourTable: join(there, 'names.csv'),
    analysisSize: 640,
  })
  const [acme] = await loadBrands(join(there, 'brands.json'), '/')
  expect(acme).toMatchObject({ name: 'Acme', references: [{ path: join(there, 'refs/ü 1.png') }] })
  expect(Buffer.from((await packConfigFolder(ours)).bytes).equals(bytes)).toBe(true)
  expect(Buffer.from((await packConfigFolder(there)).bytes).equals(bytes)).toBe(true)
})

test.each([
  ['there is no config', {}, /limelight\.config\.json: the config can't be read/],
  ['a field is unknown', { 'limelight.config.json': '{"colour": 1}' }, /colour/],
  [
    'a brand is misspelt',
    { 'limelight.config.json': '{"brands": ["Nikke"]}' },
    /"Nikke" is not in the built-in catalogue; did you mean/,
  ],
  [
    'a reference is missing',
    { 'limelight.config.json': '{"brands": "brands.json"}', 'brands.json': brands },
    /references\[0\]: there is no file refs\/ü 1\.png/,
  ],
  [
    'the brands file lies elsewhere',
    { 'limelight.config.json': '{"brands": "../brands.json"}', '../brands.json': brands },
    /brands: .*brands\.json does not lie in .*ours/,
  ],
  [
    'a module is none',
    { 'limelight.config.json': '{"ownVariables": ["a.mjs"]}', 'a.mjs': 'export default 1' },
    /ownVariables: a\.mjs: must export default/,
  ],
  [
    'a model is another',
    {
      'limelight.config.json': JSON.stringify({
        models: [
          {
            ...{ name: 'mine', task: 'objects', adapter: 'yolox', path: 'a.onnx', licence: 'MIT', labels: ['a'] },
            sha256: '0'.repeat(64),
          },
        ],
      }),
      'a.onnx': 'no model',
    },
    /a\.onnx: these are not the weights of mine/,
  ],
  [
    'a text model, which runs on one machine',
    {
      'limelight.config.json': JSON.stringify({
        textModel: {
          ...{ name: 'mine', path: 'a.onnx', sha256: '0'.repeat(64), licence: 'MIT', tokenizer: 'tokenizer.json' },
          labels: ['negative', 'neutral', 'positive'],
        },
      }),
    },
    /textModel: a stage can not run it/,
  ],
])('what is wrong is said before it is packed: %s', async (_, files, reason) => {
  const ours = await folderOf({ 'note.txt': '', ...files })

  await expect(packConfigFolder(ours)).rejects.toThrow(reason)
})

test('a folder that is far too large is refused', async () => {
  const ours = await folderOf({ 'limelight.config.json': '{}' })
  // What is linked to is packed, too: others do not have it.
  await writeFile(join(home, 'large'), Buffer.alloc(70e6))
  for (const name of ['a', 'b', 'c']) await symlink(join(home, 'large'), join(ours, name))

  await expect(packConfigFolder(ours)).rejects.toThrow(/ours: has more than 200 MB/)
})

test.each([
  ['no archive', Buffer.from('hello')],
  ['something else', gzipSync('{"files": {}}')],
  ['a way out', gzipSync('{"limelight": "config", "files": {"a/../../b": ""}}')],
  ['the top of the disk', gzipSync('{"limelight": "config", "files": {"..": ""}}')],
])('%s is not unpacked', async (_, bytes) => {
  await expect(unpackInto(home, bytes)).rejects.toThrow(/no packed folder/)
})

test('an absolute path stays in the folder', async () => {
  const there = await unpacked(
    await packed(new Map([['/etc/limelight.config.json', Buffer.from('{"icc": "ignore"}')]])),
  )

  expect(await readConfigFolder(join(there, 'etc'))).toEqual({ icc: 'ignore' })
})

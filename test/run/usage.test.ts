import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { drawPictures, limelight, remove, temporaryFolder } from './cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 2)
  await writeFile(join(folder, 'file'), 'in the way')
  await writeFile(join(folder, 'no.json'), '{"workers": 0}')
  await writeFile(join(folder, 'typo.json'), '{"worker": 1}')
  await writeFile(join(folder, 'odd.json'), '{"colours": 3}')
  await writeFile(join(folder, 'broken.json'), '{')
})
afterAll(() => remove(folder))

describe('bad usage ends with 2 and names what was wrong:', () => {
  test.each([
    [['pictures'], '--out'],
    [['--out', 'o'], 'no source'],
    [['nowhere', '--out', 'o'], 'nowhere'],
    [['pictures', '--out', 'o', '--tasks', 'objects,smell'], '--tasks "smell"'],
    [['pictures', '--out', 'o', '--device', 'gpu'], '--device "gpu"'],
    [['pictures', '--out', 'o', '--analysis-size', 'large'], '--analysis-size large'],
    [['pictures', '--out', 'o', '--analysis-size', '3'], '--analysis-size 3'],
    [['pictures', '--out', 'o', '--icc', 'keep'], '--icc "keep"'],
    [['pictures', '--out', 'o', '--workers', '0'], '--workers 0'],
    [['pictures', '--out', 'o', '--workers', '1.5'], '--workers 1.5'],
    [['pictures', '--out', 'o', '--max-error-rate', '20'], '--max-error-rate 20'],
    [['pictures', '--out', 'o', '--limit', '-1'], '--limit -1'],
    [['pictures', '--out', 'o', '--limit', '1', '--sample', '1'], '--sample'],
    [['pictures', '--out', 'o', '--seed', '1'], '--seed'],
    [['pictures', '--out', 'o', '--map', 'image'], '--map image'],
    [['pictures', '--out', 'o', '--timeout', 'long'], '--timeout long'],
    [['pictures', '--out', 'o', '--brands', 'starbuks'], 'Starbucks'],
    [['pictures', '--out', 'o', '--colour'], '--colour'],
    [['pictures', '--out', 'o', '--config', 'gone.json'], 'gone.json'],
    [['pictures', '--out', 'o', '--config', 'no.json'], 'workers'],
    [
      ['pictures', '--out', 'o', '--config', 'typo.json'],
      'typo.json: there is no setting "worker"; did you mean "workers"?',
    ],
    [
      ['pictures', '--out', 'o', '--config', 'odd.json'],
      'odd.json: there is no setting "colours"; docs/limelight.config',
    ],
    [['pictures', '--out', 'o', '--config', 'broken.json'], 'broken.json: is no JSON (Expected'],
    [['pictures', '--out', 'o', '--device', 'cuda'], 'cuda'],
  ])('%j', async (args, named) => {
    const ended = await limelight(['run', ...args], { cwd: folder })

    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(named)
    expect(ended.stderr).not.toMatch(/\n {4}at /)
  })
})

test('files as editors of Windows write them are read', async () => {
  await writeFile(join(folder, 'marked.json'), '\ufeff{\r\n"workers": 1,\r\n"brands": "marked-brands.json"}\r\n')
  await writeFile(join(folder, 'marked-brands.json'), '\ufeff{"brands": [{"name": "Acme"}]}\r\n')
  await writeFile(join(folder, 'marked.yaml'), '\ufeffbrands:\r\n  - name: Acme\r\n    aliases: [acme co]\r\n')
  const plan = ['run', 'pictures', '--out', 'planned', '--tasks', 'text', '--dry-run']

  const ended = [
    await limelight([...plan, '--config', 'marked.json'], { cwd: folder }),
    await limelight([...plan, '--brands', 'marked.yaml'], { cwd: folder }),
  ]

  expect(ended.map(({ code, stderr }) => [code, stderr.includes('is no JSON')])).toEqual([
    [0, false],
    [0, false],
  ])
})

test('a folder without pictures gives a dataset without images, and the run says where to look', async () => {
  await mkdir(join(folder, 'texts'))
  await writeFile(join(folder, 'texts', 'a.txt'), 'no picture')

  const ended = await limelight(['run', 'texts', '--out', 'none', '--tasks', 'none'], { cwd: folder })

  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('No image: none of the sources has a file') })
})

test.each([
  [['report', 'file'], 'file: there is no such folder; give the --out folder of a run'],
  [['report', 'pictures'], 'pictures: there is no dataset; give the --out folder of a run'],
  [['forget', 'ann', 'file'], 'file: there is no dataset; give the --out folder of a run'],
])('%j is refused: it is no dataset', async (args, said) => {
  const ended = await limelight(args, { cwd: folder })

  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: `limelight: ${said}\n` })
})

describe('an output folder that', () => {
  test.each([
    ['is a file', 'file'],
    ['lies in a file', 'file/out'],
  ])('%s is refused before any work, with what to do', async (_what, out) => {
    const ended = await limelight(['run', 'pictures', '--out', out, '--tasks', 'none'], { cwd: folder })

    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('--out')
  })

  const proc = process.platform === 'linux' ? test : test.skip
  proc('takes no folders is refused (/proc, Linux)', async () => {
    const ended = await limelight(['run', 'pictures', '--out', '/proc/limelight', '--tasks', 'none'], { cwd: folder })

    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('--out')
  })

  const asRoot = process.getuid?.() === 0
  const skipped = asRoot ? test.skip : test
  skipped('may not be written is refused (needs a user who is not root)', async () => {
    const ended = await limelight(['run', 'pictures', '--out', '/limelight-out', '--tasks', 'none'], { cwd: folder })

    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain("can't be written")
  })
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeShard } from '../../src/dataset/write.ts'
import { limelight } from '../run/cli.ts'

describe('limelight eval --correct', () => {
  let out = ''
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'limelight-correct-'))
    const names = Array.from({ length: 120 }, (_, i) => `image${i}`)
    const shown = (i: number) => i % 3 === 0
    const seen = (i: number) => i % 6 === 0
    const row = (name: string, i: number) => ({
      row_id: name,
      uri: `/photos/${name}.jpg`,
      key: `${name}.jpg`,
      status: 'ok',
      width: 100,
      height: 100,
      logo_count: seen(i) ? 1 : 0,
    })
    const logo = (name: string) => ({
      row_id: name,
      detection_id: name,
      task: 'logo',
      label: 'wordmark',
      stage: 'wordmark',
      brand: 'Acme',
      score: 1,
      similarity: 1,
      x1: 0,
      y1: 0,
      x2: 30,
      y2: 30,
    })
    await writeShard(out, 'images', names.map(row))
    await writeShard(out, 'detections', names.filter((_, i) => seen(i)).map(logo))
    await writeFile(
      join(out, 'run.json'),
      JSON.stringify({ brands: ['Acme'], pipeline_digest: 'abc', sources: [], models: [] }),
    )
    const boxes = [{ brand: 'Acme', xyxy: [0, 0, 40, 40] }]
    const label = (name: string, i: number) => ({
      file: `${name}.jpg`,
      brands: shown(i) ? ['Acme'] : [],
      boxes: shown(i) ? boxes : [],
    })
    await writeFile(join(out, 'labels.json'), JSON.stringify(names.map(label).slice(0, 60)))
    await writeFile(join(out, 'few.json'), JSON.stringify(names.map(label).slice(0, 20)))
  })
  afterAll(() => rm(out, { recursive: true, force: true }))

  test('frees the share and the size of what was missed, and writes it beside the dataset', async () => {
    const { code, stdout } = await limelight(['eval', out, '--truth', join(out, 'labels.json'), '--correct'])

    expect(code).toBe(0)
    expect(stdout).toMatch(/Acme +17.%.*33.%/)
    const {
      brands,
      labelled: count,
      pipeline_digest,
    } = JSON.parse(await readFile(join(out, 'correction.json'), 'utf8'))
    expect({ count, pipeline_digest }).toEqual({ count: 60, pipeline_digest: 'abc' })
    // Found in one of six, of size .09; shown in one of three, of size .16.
    expect(brands[0].found.value).toBeCloseTo(1 / 6, 10)
    expect(brands[0].corrected.value).toBeCloseTo(1 / 3, 10)
    expect(brands[0].rogan_gladen.value).toBeCloseTo(1 / 3, 10)
    expect(brands[0].size.found).toBeCloseTo(0.09, 10)
    expect(brands[0].size.corrected.value).toBeCloseTo(0.16, 10)
  })

  test('refuses a sample that is too small to say anything', async () => {
    const { code, stderr } = await limelight(['eval', out, '--truth', join(out, 'few.json'), '--correct'])

    expect(code).toBe(2)
    expect(stderr).toContain('20 images are labelled; it takes a random sample of at least 30')
  })

  test('draws a sample that is the same for a seed, and refuses it while it is not filled in', async () => {
    const draw = (seed: string) => limelight(['eval', out, '--draw', '40', '--seed', seed])

    const [first, again, other] = await Promise.all([draw('1'), draw('1'), draw('2')])
    const files = JSON.parse(first.stdout).map(({ file }: { file: string }) => file)
    await writeFile(join(out, 'sample.json'), first.stdout)
    const unfilled = await limelight(['eval', out, '--truth', join(out, 'sample.json')])

    expect(new Set(files).size).toBe(40)
    expect(again.stdout).toBe(first.stdout)
    expect(other.stdout).not.toBe(first.stdout)
    expect(unfilled.code).toBe(2)
    expect(unfilled.stderr).toMatch(/sample\.json:2: \[0\]\.brands: is still to be filled in/)
  })
})

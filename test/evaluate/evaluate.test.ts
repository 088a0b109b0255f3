import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { type Evaluation, evaluate } from '../../src/evaluate/evaluate.ts'
import type { TrueImage } from '../../src/evaluate/truth.ts'
import { limelight } from '../run/cli.ts'

let out = ''
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'limelight-eval-'))
  await writeShard(out, 'images', images)
  await writeShard(out, 'detections', logos)
  await writeShard(out, 'posts', [
    { post_id: 'p1', account: 'ann' },
    { post_id: 'p2', account: 'ann' },
  ])
  await writeFile(join(out, 'run.json'), JSON.stringify({ brands: ['Acme', "Mc'Donut", 'Rare'] }))
})
afterAll(() => rm(out, { recursive: true, force: true }))

const image = (name: string, more: object = {}) => ({
  row_id: name,
  uri: `/photos/${name}.jpg`,
  key: `${name}.jpg`,
  status: 'ok',
  width: 200,
  height: 100,
  logo_count: 0,
  ...more,
})
const images = [
  image('right', { post_id: 'p1' }),
  image('half', { post_id: 'p2' }),
  image('missed'),
  image('wrong'),
  image('alarm'),
  image('quiet'),
  image('unlabelled'),
  image('broken', { status: 'error', error_code: 'corrupt', width: null, height: null, logo_count: null }),
]
const logo = (
  row_id: string,
  brand: string,
  [x1, y1, x2, y2]: [number, number, number, number],
  label = 'wordmark',
) => ({
  row_id,
  detection_id: `${row_id}${brand}${x1}`,
  task: 'logo',
  label,
  brand,
  score: 0.9,
  x1,
  y1,
  x2,
  y2,
})
const logos = [
  logo('right', 'Acme', [20, 20, 60, 40]),
  logo('half', 'Acme', [0, 0, 40, 20], 'symbol'),
  logo('wrong', "Mc'Donut", [0, 0, 10, 10], 'symbol'),
  logo('alarm', 'Acme', [0, 0, 10, 10], 'symbol'),
  logo('unlabelled', 'Acme', [0, 0, 10, 10]),
]

const truth = (file: string, brands: string[], boxes: number[][] = [], more: Partial<TrueImage> = {}): TrueImage => ({
  file: `${file}.jpg`,
  place: 'truth.json',
  size: null,
  brands,
  boxes: boxes.map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => ({
    brand: brands[0] ?? '',
    box: { x1, y1, x2, y2 },
    unit: 'pixels',
  })),
  author: null,
  split: null,
  ...more,
})
const labelled = [
  truth('right', ['ACME'], [[20, 20, 60, 40]]),
  // Drawn on a copy of half the size: in the run's pixels 0, 0, 40, 40, which the found box covers by half.
  truth('half', ['Acme'], [[0, 0, 20, 20]], { size: { width: 100, height: 50 } }),
  truth('missed', ['Acme', 'Never Tracked'], [[150, 50, 190, 90]]),
  truth('wrong', ['Acme'], [[100, 50, 120, 60]]),
  truth('alarm', ['Never Tracked']),
  truth('quiet', []),
  truth('broken', ['McDonut']),
  truth('elsewhere', ['Acme']),
]

async function compare(of: TrueImage[] = labelled, renamed = new Map<string, string>()): Promise<Evaluation> {
  const reader = await openDataset(out)
  try {
    const told = await evaluate(reader, { format: 'ours', images: of, notes: [] }, { split: null, renamed })
    return told.evaluation
  } finally {
    reader.close()
  }
}

describe('an evaluation', () => {
  test('counts every labelled image once, and says which it could not compare', async () => {
    const { truth: counted, untracked } = await compare()

    expect(counted).toMatchObject({ images: 8, compared: 7, not_in_dataset: 1, not_measured: 1 })
    expect(counted).toMatchObject({ with_brand: 5, without_brand: 2, boxed: 4, boxes: 4 })
    expect(untracked).toEqual(['Never Tracked'])
  })

  test('has recall, precision, wrong brands and false alarms as they are counted by hand', async () => {
    const { measures } = await compare()

    expect(measures.image_recall).toMatchObject({ count: 2, of: 5 })
    expect(measures.label_recall).toMatchObject({ count: 2, of: 5 })
    expect(measures.label_precision).toMatchObject({ count: 2, of: 4 })
    expect(measures.wrong_brand).toMatchObject({ count: 1, of: 5 })
    expect(measures.false_alarms).toMatchObject({ count: 1, of: 2 })
    expect(measures.box_recall['0.3']).toMatchObject({ count: 2, of: 4 })
    expect(measures.box_recall['0.5']).toMatchObject({ count: 2, of: 4 })
    expect(measures.box_precision['0.5']).toMatchObject({ count: 2, of: 4 })
    expect(measures.median_iou).toBeCloseTo(0.75, 10)
  })

  test('breaks down by brand, by size of the logo and by stage', async () => {
    const { by_brand, by_size, by_stage } = await compare()

    expect(
      by_brand.map(({ brand, recall, false_alarms }) => [brand, recall.count, recall.of, false_alarms.count]),
    ).toEqual([
      ['Acme', 2, 4, 1],
      ["Mc'Donut", 0, 1, 1],
      ['Rare', 0, 0, 0],
    ])
    // 200 / 20,000 is 1 %, 800 and 1,600 of them are 4 % and 8 %.
    expect(by_size.map(({ from, recall }) => [from, recall.count, recall.of])).toEqual([
      [0.01, 0, 1],
      [0.04, 2, 3],
    ])
    expect(by_stage.map(({ stage, alone, measures }) => [stage, alone, measures.label_precision.count])).toEqual([
      ['symbol', 1, 1],
      ['wordmark', 1, 1],
    ])
  })

  test('says how far logo size and centrality are off where the brand was found and boxed', async () => {
    const { exposure } = await compare()

    // right: equal. half: 40 x 20 found where 40 x 40 are true, of 200 x 100.
    expect(exposure.logo_size).toMatchObject({ labels: 2, mean: expect.closeTo(0.06, 10) })
    expect(exposure.logo_size.bias.value).toBeCloseTo(-0.02, 10)
    expect(exposure.logo_size.mean_absolute_error.value).toBeCloseTo(0.02, 10)
    const [found, real] = [
      [20, 10],
      [20, 20],
    ].map(([x = 0, y = 0]) => 1 - Math.hypot(x - 100, y - 50) / Math.hypot(100, 50))
    expect(exposure.logo_centrality.bias.value).toBeCloseTo(((found ?? 0) - (real ?? 0)) / 2, 10)
  })

  test('takes images of one account together', async () => {
    const { truth: counted, measures } = await compare()

    expect(counted.clusters).toBe(6)
    expect(measures.image_recall.method).toBe('wilson')
    expect(measures.false_alarms.method).toBe('wilson')
  })

  test('takes a renamed label for the brand', async () => {
    const { untracked, measures } = await compare(labelled, new Map([['Never Tracked', 'Rare']]))

    expect(untracked).toEqual([])
    expect(measures.label_recall).toMatchObject({ count: 2, of: 7 })
  })

  test('does not use boxes of a picture that lay on its side, and says so', async () => {
    const { truth: counted, notes } = await compare([
      truth('right', ['Acme'], [[1, 1, 9, 9]], { size: { width: 100, height: 200 } }),
    ])

    expect(counted.boxed).toBe(0)
    expect(notes).toEqual([
      expect.stringContaining('right.jpg is 100 x 200 px in the truth and 200 x 100 px in the run'),
    ])
  })

  test('refuses a truth of other images', async () => {
    await expect(compare([truth('elsewhere', [])])).rejects.toThrow(
      'no image of the truth (elsewhere.jpg, ...) is in the dataset',
    )
  })

  test('refuses two labels of one image', async () => {
    await expect(compare([truth('right', []), truth('folder/right', [])])).rejects.toThrow(
      'is the same image as right.jpg',
    )
  })
})

describe('limelight eval', () => {
  const file = () => join(out, 'truth.json')
  beforeAll(() => writeFile(file(), JSON.stringify(labelled.map(({ file: name, brands }) => ({ file: name, brands })))))

  test('prints shares with counts and intervals', async () => {
    const { code, stdout } = await limelight(['eval', out, '--truth', file()])

    expect(code).toBe(0)
    expect(stdout).toContain('7 of 8 labelled images compared, 3 brands')
    expect(stdout).toMatch(/images with a brand in which it was found +40\.0 % \(2\/5; 11\.8 to 76\.9\)/)
    expect(stdout).toContain('Labels of brands that the run did not track: Never Tracked')
  })

  test('shows the worst mistakes as pictures, in one file that asks nobody for anything', async () => {
    const { stdout } = await limelight(['eval', out, '--truth', file()])
    const page = await readFile(join(out, 'eval.html'), 'utf8')

    expect(stdout).toContain(join(out, 'eval.html'))
    expect(page).toContain('Not found (3)')
    expect(page).toContain('Wrongly named (2)')
    expect(page).toContain('named Mc&#39;Donut')
    expect(page).not.toMatch(/<script|https?:/)
  })

  test('says the same as JSON', async () => {
    const { stdout } = await limelight(['eval', out, '--truth', file(), '--json'])

    expect(JSON.parse(stdout)).toMatchObject({ measures: { image_recall: { count: 2, of: 5, method: 'wilson' } } })
  })

  test('ends with 2 where the truth is not right', async () => {
    const { code, stderr } = await limelight(['eval', out, '--truth', join(out, 'nothing.json')])

    expect(code).toBe(2)
    expect(stderr).toContain('nothing.json: there is no such file or folder')
  })
})

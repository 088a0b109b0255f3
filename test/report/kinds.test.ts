import { readFile, rm } from 'node:fs/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { makeCorpus } from '../../src/corpus/make.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { pearson } from '../../src/report/statistics/pearson.ts'
import { writeReport } from '../../src/report/write.ts'
import { colourTableEntries } from '../../src/variables/registry/families/colour-table.ts'
import { setOwnVariables, variablesOf } from '../../src/variables/registry/index.ts'
import { syntheticDataset } from './synthetic.ts'

let out = ''
afterEach(async () => {
  setOwnVariables([])
  await rm(out, { recursive: true, force: true })
})

describe('a report', () => {
  test('shows clusters as sheets of pictures once `limelight corpus` was run, and no pictures if so asked', async () => {
    out = await syntheticDataset({ images: 40, brands: [], files: true })
    const before = await readFile(await writeReport(out), 'utf8')

    await makeCorpus(out)
    const page = await readFile(await writeReport(out), 'utf8')
    const bare = await readFile(await writeReport(out, { pictures: false }), 'utf8')

    expect(before).not.toContain('Kinds of images')
    expect(page).toContain('Cluster 1:')
    expect(page.match(/data:image\/webp;base64,/g)?.length ?? 0).toBeGreaterThan(5)
    expect(bare).toContain('Cluster 1:')
    expect(bare).not.toContain('data:image')
  })

  test('says how usual the images of each brand are among all that were compared', async () => {
    out = await syntheticDataset({ images: 60, brands: ['Acme'] })
    await makeCorpus(out)

    const page = await readFile(await writeReport(out, { pictures: false }), 'utf8')

    expect(page).toContain('How usual the images of each brand are')
    expect(page).toMatch(/Acme<\/th><td class="n">\d+<\/td><td class="n">0\.\d\d \(0\.\d\d to/)
  })

  test('folds the families that were measured, with what goes together', async () => {
    out = await syntheticDataset({ images: 5, brands: [] })
    await writeShard(
      out,
      'images',
      Array.from({ length: 9 }, (_, i) => ({
        ...{ row_id: `more${i}`, uri: `/more${i}`, key: `more${i}`, status: 'ok', warnings: [], run_id: '2' },
        ...{ pipeline_digest: 'd', contrast_rms: i / 10, clarity: 1 - i / 10, hue_count: i % 2, hue_mean: 40 * i },
      })),
      '1',
    )

    const page = await readFile(await writeReport(out), 'utf8')

    expect(page).toContain('Image variables by theme')
    expect(page).toContain('<summary>contrast (2)</summary>')
    expect(page).toContain('hue_<wbr>mean</b><br><small>a direction')
    expect(page).not.toMatch(/<li>.*hue_<wbr>mean/)
    expect(page).toMatch(/contrast_<wbr>rms <small>and<\/small> clarity<\/span>.*class="falls" x="0".*−1\.00/)
  })

  test('knows a user’s own variables from the files alone', async () => {
    out = await syntheticDataset({ images: 3, brands: [] })
    const entry = { name: 'sky_share', type: 'float', unit: '0-1', formula: 'share of sky', range: '0 to 1' } as const
    const rest = { source: '', version: 1, definition: 'own', missing: 'never', curated: true } as const
    setOwnVariables([...colourTableEntries(), { ...entry, ...rest, dataset: 'images', family: 'own' }])
    await writeShard(
      out,
      'images',
      [
        {
          row_id: 'z',
          uri: '/z',
          key: 'z',
          status: 'ok',
          warnings: [],
          pipeline_digest: 'd',
          run_id: '2',
          sky_share: 0.5,
          table_share_red: 0.25,
        },
      ],
      '9',
    )
    setOwnVariables([])

    const page = await readFile(await writeReport(out), 'utf8')

    expect(variablesOf('images').at(-1)).toMatchObject({ name: 'sky_share', family: 'own', formula: 'share of sky' })
    expect(page).toContain('<code>sky_share</code>')
    expect(page).toContain('<summary>your own (1)</summary>')
    expect(page).toContain('<summary>colour table (1)</summary>')
    expect(page).toContain('sky_<wbr>share')
  })
})

test('Pearson’s r is that of NumPy’s corrcoef, without pairs that miss a value', () => {
  expect(pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 7])).toBeCloseTo(0.8241634, 6)
  expect(pearson([1, 2, null, 4, 5], [2, 1, 9, null, 7])).toBeCloseTo(0.9215506, 6)
  expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull()
  expect(pearson([1, 2], [1, 2])).toBeNull()
})

import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { wilson } from '../../src/report/statistics/wilson.ts'
import { writeReport } from '../../src/report/write.ts'
import { type Synthetic, syntheticDataset } from './synthetic.ts'

const finding = /<strong>nike<\/strong> appears in (\d+) of (\d+)\simages \([^,]+, 95 % interval ([\d.]+) to ([\d.]+)\)/

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

describe('a report', () => {
  test('says findings as sentences, draws charts and pictures, and holds the codebook', async () => {
    const page = await reportOf({ images: 120, brands: ['nike', 'adidas', 'starbucks'], files: true })

    const [, shown, of, low, high] = page.match(finding)?.map(Number) ?? []
    const [share, independent] = [(shown as number) / (of as number), wilson(shown as number, of as number)]
    expect(low).toBeLessThan(100 * share)
    expect(high).toBeGreaterThan(100 * share)
    // Accounts of this dataset are not alike within: taken together or not, much the same can be said.
    expect(Math.abs((low as number) - 100 * (independent?.low as number))).toBeLessThan(4)
    expect(page.match(/<svg role="img"/g)?.length).toBeGreaterThan(20)
    expect(page.match(/data:image\/webp;base64,/g)).toHaveLength(12)
    expect(page).toContain('<code>visual_complexity</code>')
  })

  test('is the same when it is written again', async () => {
    const out = await datasetOf({ images: 60, brands: ['nike'] })

    const once = await readFile(await writeReport(out), 'utf8')
    const again = await readFile(await writeReport(out), 'utf8')

    expect(again).toBe(once)
  })

  test('loads nothing, runs nothing, and has a policy that says so', async () => {
    const page = await reportOf({ images: 60, brands: ['nike', 'adidas'], files: true })

    const [, policy = ''] = page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/) ?? []
    expect(policy).toMatch(/^default-src 'none'; img-src data:; style-src 'sha256-[\w+/=]+'/)
    expect(page.match(/<script|<link|<iframe|<object|<embed|javascript:|@import|url\(|https?:/i)).toBeNull()
    expect(page.match(/ (?:src|href|srcset|action)="(?!#|data:image\/webp)[^"]*"/g)).toBeNull()
    expect(page.match(/ style="| on\w+="/)).toBeNull()
  })

  test('can do without pictures', async () => {
    const out = await datasetOf({ images: 40, brands: ['nike'], files: true })

    const path = await writeReport(out, { pictures: false, file: join(out, 'shared.html') })

    expect(path).toBe(join(out, 'shared.html'))
    expect(await readFile(path, 'utf8')).not.toContain('data:image')
  })

  test('says so when a picture is gone or was changed', async () => {
    const out = await datasetOf({ images: 20, brands: ['nike'], share: 1, errors: 0, files: true })
    for (let i = 0; i < 20; i += 3) await rm(join(out, 'pictures', `${i}.png`))
    for (let i = 1; i < 20; i += 3) await writeFile(join(out, 'pictures', `${i}.png`), 'other')

    const page = await readFile(await writeReport(out), 'utf8')

    const times = (pattern: RegExp) => page.match(pattern)?.length ?? 0
    const told = [/is not where it was measured/g, /has changed since it was measured/g, /data:image\/webp/g].map(times)
    expect(told.reduce((sum, count) => sum + count)).toBe(12)
    expect(Math.min(...told)).toBeGreaterThan(0)
  })

  test('puts days together when there are many', async () => {
    const days = await reportOf({ images: 200, brands: ['nike'], days: 60 })
    const weeks = await reportOf({ images: 200, brands: ['nike'], days: 300 })
    const years = await reportOf({ images: 200, brands: ['nike'], days: 9000 })

    expect([days, weeks, years].map((page) => page.match(/id="time-title">([^<]+)/)?.[1])).toEqual([
      'By day',
      'By week',
      'By year',
    ])
  })
})

describe('hostile text', () => {
  test('stays text', async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'\``
    const page = await reportOf({
      images: 20,
      brands: [hostile, '</style><b>'],
      share: 1,
      account: hostile,
      caption: hostile,
    })

    expect(page.match(/<script|<img|onerror=[^&]*alert\(1\)>|\u202e/)).toBeNull()
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect(page).toContain('&lt;script&gt;alert(1)')
  })
})

describe('where there is little to say', () => {
  test.each<[string, Synthetic, RegExp]>([
    ['no images at all', { images: 0, brands: ['nike'] }, /No image was given/],
    ['one image', { images: 1, brands: ['nike'], share: 1, errors: 0 }, /nike<\/strong> appears in 1 of 1.image /],
    ['no posts', { images: 30, brands: ['nike'], posts: false }, /30.images measured\.|of 30.images measured\./],
    ['only errors', { images: 30, brands: ['nike'], errors: 1 }, /30.images of 30 \(100.%\) could not be measured/],
    ['no brands asked for', { images: 30, brands: [] }, /Brands were not looked for/],
    ['no brand found', { images: 30, brands: ['nike'], share: 0 }, /None of the 1.tracked brand/],
  ])('%s: the report reads well', async (_, wanted, expected) => {
    const page = await reportOf(wanted)

    expect(page).toMatch(expected)
    expect(page.match(/\bNaN\b|undefined|Infinity|\[object/)).toBeNull()
  })

  test('a dataset without a run.json still has a report', async () => {
    const out = await datasetOf({ images: 10, brands: ['nike'] })
    await rm(join(out, 'run.json'))

    const page = await readFile(await writeReport(out), 'utf8')

    expect(page).toContain('There is no run.json')
  })
})

async function datasetOf(wanted: Synthetic): Promise<string> {
  const out = await syntheticDataset(wanted)
  folders.push(out)
  return out
}

async function reportOf(wanted: Synthetic): Promise<string> {
  return readFile(await writeReport(await datasetOf(wanted)), 'utf8')
}

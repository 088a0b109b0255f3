import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import type { Brand } from '../../src/brands/brand.ts'
import { loadBrands } from '../../src/brands/catalogue.ts'
import { openWordmarks } from '../../src/brands/wordmarks.ts'
import { readEnvironment } from '../../src/environment.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'
import type { TextLine } from '../../src/vision/detection.ts'
import { openTextReader } from '../../src/vision/text.ts'
import { resolveModels } from '../../src/vision/zoo.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { brandsFile, logoPhotos } from './flickrlogos.ts'

const picture: Picture = {
  rgb: new Uint8Array(3 * 400 * 300),
  width: 400,
  height: 300,
  scale: 1,
  original: { width: 400, height: 300, format: 'png', bytes: 1 },
  warnings: [],
  capturedAt: null,
}

function line(text: string, x = 100, y = 100, width = 100, height = 20): TextLine {
  const [x2, y2] = [x + width, y + height]
  const quad = [
    { x, y },
    { x: x2, y },
    { x: x2, y: y2 },
    { x, y: y2 },
  ] as const
  return { label: 'text', text, score: 0.9, box: { x1: x, y1: y, x2, y2 }, quad }
}

function brand(name: string, ...aliases: string[]): Brand {
  return { name, aliases, handles: [], hashtags: [], references: [], threshold: null }
}

function find(lines: TextLine[], ...brands: Brand[]) {
  return openWordmarks(brands).find(picture, { text: lines })
}

describe('a wordmark', () => {
  test('is found whole, whatever the capitals and punctuation, with the similarity 1', async () => {
    const [logo] = await find([line('COCA COLA')], brand('Coca-Cola'))

    expect(logo).toMatchObject({
      label: 'wordmark',
      brand: 'Coca-Cola',
      similarity: 1,
      text: 'COCA COLA',
      margin: null,
    })
    expect(logo?.model).toBe('pp-ocrv4-rec')
    expect(logo?.modelSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('takes the part of the line that spells it', async () => {
    const [logo] = await find([line('my Nike')], brand('Nike'))

    expect(logo?.box.x1).toBeCloseTo(100 + 300 / 7)
    expect(logo?.box.x2).toBeCloseTo(200)
  })

  test.each([
    ['vodofone', 'Vodafone'],
    ['SIARBUCKS', 'Starbucks'],
    ["McDonaid's", "McDonald's"],
    ['Goegle', 'Google'],
    ['RedBul', 'Red Bull'],
    ['oca Cola', 'Coca-Cola'],
    ['FAKEADIDASJACKETS', 'Adidas'],
    ['www.redbullusa.com', 'Red Bull'],
    ['www.dhl.de', 'DHL'],
    ['Google搜索', 'Google'],
  ])('is found in "%s": %s', async (text, name) => {
    expect((await find([line(text)], brand(name))).map((logo) => logo.brand)).toEqual([name])
  })

  test.each([
    ['pineapple', 'Apple'],
    ['apply', 'Apple'],
    ['monikers', 'Nike'],
    ['mike', 'Nike'],
    ['DHLX', 'DHL'],
    ['PHL', 'DHL'],
    ['goggles', 'Google'],
    ['della', 'Delta'],
    ['CLASSIC', 'Elastic'],
    ['FilGoal.com', 'Qualcomm'],
    ['', 'Nike'],
  ])('is not found in "%s": %s', async (text, name) => {
    expect(await find([line(text)], brand(name))).toEqual([])
  })

  test('over two lines, one under the other or side by side, is one logo around both', async () => {
    const stacked = await find([line('RED', 100, 100, 60), line('BULL', 100, 124, 60)], brand('Red Bull'))
    const beside = await find([line('BULL', 165, 100, 60), line('RED', 100, 100, 60)], brand('Red Bull'))

    expect(stacked.map(({ box }) => box)).toEqual([{ x1: 100, y1: 100, x2: 160, y2: 144 }])
    expect(beside.map(({ box }) => box)).toEqual([{ x1: 100, y1: 100, x2: 225, y2: 120 }])
  })

  test('is not put together from lines that are far apart', async () => {
    expect(await find([line('RED', 10, 10, 60), line('BULL', 300, 250, 60)], brand('Red Bull'))).toEqual([])
  })

  test('of two alike brands goes to the nearer one, with the margin between them', async () => {
    const [logo, ...others] = await find([line('adidas')], brand('Adidas'), brand('Adidos'))

    expect(others).toEqual([])
    expect(logo?.brand).toBe('Adidas')
    expect(logo?.margin).toBeCloseTo(0.5 / 6)
  })

  test('by an alias counts for its brand, and each sighting is a logo', async () => {
    const logos = await find([line('coke'), line('Coke', 10, 10)], brand('Coca-Cola', 'Coke'))

    expect(logos.map((logo) => logo.brand)).toEqual(['Coca-Cola', 'Coca-Cola'])
  })

  test('of one letter is not looked for: letters stand everywhere', async () => {
    expect(await find([line('X'), line('Line X 3')], brand('X'))).toEqual([])
    expect(await find([line('茶')], brand('茶'))).toHaveLength(1)
    expect(await find([line('HP')], brand('HP'))).toHaveLength(1)
  })

  test("below the brand's own threshold is left out", async () => {
    expect(await find([line('vodofone')], { ...brand('Vodafone'), threshold: 0.95 })).toEqual([])
  })
})

describeWithShared('on photos of FlickrLogos', (shared) => {
  test('wordmarks are found where there are some, and nowhere else', async () => {
    const brands = await loadBrands(
      brandsFile.brands
        .map(({ name }) => name)
        .filter((name) => !['Heineken', 'Pepsi'].includes(name))
        .join(),
      '.',
    )
    const query = (await logoPhotos(shared)).filter(({ split }) => split === 'query')
    const tracked = new Set(brands.map(({ name }) => name))
    const positives = query
      .filter((photo) => photo.brands.some((name) => tracked.has(name)))
      .filter((_, i) => i % 3 === 0)
    const negatives = query.filter((photo) => photo.brands.length === 0).filter((_, i) => i % 4 === 0)
    const { models } = await resolveModels(['text'], readEnvironment())
    const reader = await openTextReader(models, { device: 'cpu', threads: 1 })
    const wordmarks = openWordmarks(brands, models)
    const found = async (file: string) => {
      const photo = await decode(await readFile(file), defaultDecodeOptions)
      const text = await reader.read(photo)
      const logos = await wordmarks.find(photo, { text })
      return logos.map((logo) => logo.brand)
    }

    let hits = 0
    for (const { file, brands: truth } of positives)
      if ((await found(file)).some((name) => truth.includes(name))) hits++
    let alarms = 0
    for (const { file } of negatives) if ((await found(file)).length > 0) alarms++
    await reader.close()

    expect(alarms).toBe(0)
    expect(hits / positives.length).toBeGreaterThanOrEqual(0.36)
  })
})

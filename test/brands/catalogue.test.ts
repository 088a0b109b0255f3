import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadBrands, openCatalogue } from '../../src/brands/catalogue.ts'
import { describeBrands } from '../../src/brands/describe.ts'
import { UsageError } from '../../src/errors.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-brands-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

describe('names of the catalogue', () => {
  test('are found whatever the capitals, accents and punctuation, with their logos', async () => {
    const brands = await loadBrands('nike, coca cola,mcdonalds', folder)

    expect(brands.map(({ name }) => name)).toEqual(['Nike', 'Coca-Cola', "McDonald's"])
    expect(brands[1]).toMatchObject({ handles: ['@cocacola'], hashtags: ['#cocacola'], threshold: null })
    expect(brands.every(({ references: [svg] }) => svg !== undefined && existsSync(svg.path))).toBe(true)
  })

  test('are found by another name, and a brand that is named twice is tracked once', async () => {
    const brands = await loadBrands('Twitter,x,X', folder)

    expect(brands.map(({ name }) => name)).toEqual(['X'])
    expect(brands[0]?.aliases).toContain('Twitter')
  })

  test('that are unknown are refused with the nearest ones and the way out', async () => {
    await expect(loadBrands('starbuks', folder)).rejects.toThrow(UsageError)
    await expect(loadBrands('starbuks', folder)).rejects.toThrow(/"starbuks" is not in .* did you mean Starbucks/)
    await expect(loadBrands('Heineken', folder)).rejects.toThrow(/brands\.json/)
    await expect(loadBrands(' , ', folder)).rejects.toThrow(/names no brand/)
  })

  test('are all different keys with a logo that exists', async () => {
    const { entries } = await openCatalogue()

    expect(entries.length).toBeGreaterThan(3000)
    expect(entries.filter(({ svg }) => !existsSync(svg))).toEqual([])
  })
})

describe('a brands file', () => {
  test('in YAML or JSON gives its brands, completed by the catalogue where it knows the name', async () => {
    await file('acme.png', '')
    const yaml = await file(
      'brands.yaml',
      'brands:\n  - name: Acme\n    aliases: [acme co]\n    handles: [Acme]\n    hashtags: ["#ACME"]\n    references: [acme.png]\n    threshold: 0.8\n  - name: Nike\n',
    )

    const [acme, nike] = await loadBrands(yaml, folder)

    expect(acme).toEqual({
      name: 'Acme',
      aliases: ['acme co'],
      handles: ['@acme'],
      hashtags: ['#acme'],
      references: [{ path: join(folder, 'acme.png'), box: null, colour: null }],
      threshold: 0.8,
    })
    expect(nike?.references[0]?.path).toMatch(/nike\.svg$/)
    expect(await loadBrands(await file('one.json', { brands: [{ name: 'Heineken' }] }), folder)).toHaveLength(1)
  })

  test.each([
    ['an empty name', { brands: [{ name: 'Nike' }, { name: ' ' }] }, /bad\.json: brands\[1\]\.name: is empty/],
    ['a name without letters', { brands: [{ name: '!!' }] }, /brands\[0\]\.name: holds no letter/],
    ['a wrong type', { brands: [{ name: 'A', handles: '@a' }] }, /brands\[0\]\.handles: .*array/],
    ['an unknown field', { brands: [{ name: 'A', alias: ['b'] }] }, /brands\[0\].*alias/],
    ['a threshold above 1', { brands: [{ name: 'A', threshold: 2 }] }, /brands\[0\]\.threshold/],
    ['no brands', { brands: [] }, /brands: names no brand/],
    ['a list at the top', [{ name: 'A' }], /the file: /],
    ['a name twice', { brands: [{ name: 'A b' }, { name: 'a-B' }] }, /brands\[1\]\.name: "a-B" is brands\[0\] already/],
    [
      'a missing picture',
      { brands: [{ name: 'A', references: ['no.png'] }] },
      /brands\[0\]\.references\[0\]: there is no file/,
    ],
    ['broken JSON', '{"brands": [', /bad\.json: /],
  ])('with %s is refused, file and field named', async (_, content, message) => {
    const name = await file('bad.json', content)

    await expect(loadBrands(name, folder)).rejects.toThrow(UsageError)
    await expect(loadBrands(name, folder)).rejects.toThrow(message)
  })

  test('that is not there is refused by name', async () => {
    await expect(loadBrands('none.yml', folder)).rejects.toThrow(/none\.yml: the brands file can't be read/)
  })
})

test('a description says how a brand is read, and which names are short or taken', () => {
  const plain = { handles: [], hashtags: [], references: [], threshold: null }
  const lines = describeBrands([
    { name: 'DHL', aliases: [], ...plain },
    { name: 'Deutsche Post', aliases: ['dhl'], ...plain },
    { name: 'X', aliases: ['Twitter'], ...plain },
  ])

  expect(lines.join('\n')).toMatch(/DHL: read as dhl/)
  expect(lines.join('\n')).toMatch(/dhl: short/)
  expect(lines.join('\n')).toMatch(/"dhl" is a name of another brand/)
  expect(lines.join('\n')).toMatch(/X: read as twitter;/)
  expect(lines.join('\n')).toMatch(/X: one letter/)
})

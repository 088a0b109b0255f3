import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sha256 } from '../../src/hash.ts'
import type { Config } from '../../src/run/config.ts'
import { configure } from '../../src/run/configure.ts'
import { makePlan } from '../../src/run/plan.ts'
import { colourNames } from '../../src/variables/colour-names.ts'
import { readColourTable, sharesByTable } from '../../src/variables/colour-table.ts'
import { loadOwnVariables, measureOwn } from '../../src/variables/own.ts'
import { setOwnVariables, variablesOf } from '../../src/variables/registry/index.ts'
import { drawn } from '../image/pictures.ts'

const cells = 32 ** 3
const base: Config = { sources: ['.'], out: 'out', tasks: 'none', variables: 'core' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-table-'))
})
afterEach(async () => {
  setOwnVariables([])
  await rm(folder, { recursive: true })
})

/** A table that no rule makes: names in any order. */
function tableOf(seed: number): number[] {
  let state = seed
  return Array.from({ length: cells }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 16) % 11
  })
}

const numbers = tableOf(7)
const lines = Array.from({ length: cells / 32 }, (_, i) => numbers.slice(32 * i, 32 * i + 32).join(', '))
const middles = numbers.map((name, i) => [8 * (i >> 10) + 3.5, 8 * ((i >> 5) & 31) + 3.5, 8 * (i & 31) + 3.5, name])
/** R runs fastest, as in van de Weijer's file. */
const redFirst = Array.from({ length: cells }, (_, i) => middles[((i & 31) << 10) | (i & 992) | (i >> 10)] ?? [])
const weights = (name: number) => colourNames.map((_, i) => (i === name ? 0.4 : 0.06).toExponential(7))
const nested = Array.from({ length: 32 }, (_, r) =>
  Array.from({ length: 32 }, (_, g) => numbers.slice(1024 * r + 32 * g, 1024 * r + 32 * g + 32)),
)

test.each([
  ['a list', numbers.join(',')],
  ['a list a line, with comments', `# eleven names; see [1]\n${lines.join(' # and so on\n')}`],
  [
    'a list in Python',
    `import numpy\ndef names() -> list[int]: # [\n    names = [${lines.join(',\n')}]\n    return names\n`,
  ],
  ['JSON', JSON.stringify(nested)],
  [
    'CSV with a name',
    `r,g,b,name\n${middles.map(([r, g, b, n = 0]) => `${r},${g},${b},${colourNames[n]}`).join('\n')}`,
  ],
  [
    'CSV with a number',
    middles
      .toReversed()
      .map((row) => row.join(';'))
      .join('\r\n'),
  ],
  ['likelihoods', redFirst.map(([r, g, b, n = 0]) => `  ${[r, g, b, ...weights(n)].join('  ')}`).join('\n')],
])('a table is read from %s', (_, text) => {
  expect(readColourTable(text, 'names.txt')).toEqual(Uint8Array.from(numbers))
})

test.each([
  ['no number', '', /^names\.txt: has 0 numbers; a table has 32768/],
  ['one number too few', lines.join('\n').slice(0, -3), /^names\.txt: has 32767 numbers/],
  ['one too many', `${lines.join('\n')} 3`, /^names\.txt: has 32769 numbers/],
  [
    'a number that is no name',
    `[${lines.with(9, lines[9]?.replace(/\d+/, '11') ?? '').join('\n')}]`,
    /^names\.txt:10: 11 is no colour; colours are 0 to 10 or black, blue/,
  ],
  [
    'a negative number',
    lines.with(2, lines[2]?.replace(/\d+/, '-1') ?? '').join('\n'),
    /^names\.txt:3: -1 is no colour/,
  ],
  [
    'a name that is none',
    middles
      .with(4, [0, 0, 35, Number.NaN])
      .map((row) => row.join(','))
      .join('\n'),
    /^names\.txt:5: NaN is no colour/,
  ],
  [
    'a cell twice',
    middles
      .with(4, [0, 0, 0, 3])
      .map((row) => row.join(','))
      .join('\n'),
    /^names\.txt:5: the cell of 0, 0, 0 came before/,
  ],
  [
    'a colour beyond 255',
    middles
      .with(4, [0, 0, 256, 3])
      .map((row) => row.join(','))
      .join('\n'),
    /^names\.txt:5: 256 is no number from 0 to 255/,
  ],
  [
    'rows of unequal length',
    middles
      .with(4, [0, 0, 35])
      .map((row) => row.join(','))
      .join('\n'),
    /^names\.txt:5: has 3 columns, not 4/,
  ],
  [
    'rows too few',
    middles
      .slice(1)
      .map((row) => row.join(','))
      .join('\n'),
    /^names\.txt: has 32767 rows of 4 columns/,
  ],
])('a table with %s is refused', (_, text, message) => {
  expect(() => readColourTable(text, 'names.txt')).toThrow(message)
})

test('shares and diversity are those of a plain count', () => {
  const table = Uint8Array.from(numbers)

  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3, maxLength: 300 }), (bytes) => {
      const rgb = bytes.subarray(0, bytes.length - (bytes.length % 3))
      const names = Array.from({ length: rgb.length / 3 }, (_, i) => {
        const [r = 0, g = 0, b = 0] = [...rgb.subarray(3 * i, 3 * i + 3)].map((value) => Math.floor(value / 8))
        return colourNames[numbers[r * 1024 + g * 32 + b] ?? 0]
      })
      const coloured = names.filter((name) => name !== 'black' && name !== 'grey' && name !== 'white')
      const parts = [...new Set(coloured)].map(
        (one) => coloured.filter((name) => name === one).length / coloured.length,
      )

      const row = sharesByTable(rgb, table)

      for (const name of colourNames)
        expect(row[`table_share_${name}`]).toBe(names.filter((one) => one === name).length / names.length)
      if (coloured.length === 0)
        expect(row).toMatchObject({ table_diversity_shannon: null, table_diversity_simpson: null })
      else {
        expect(row.table_diversity_shannon).toBeCloseTo(-parts.reduce((sum, p) => sum + p * Math.log(p), 0), 12)
        expect(row.table_diversity_simpson).toBeCloseTo(1 - parts.reduce((sum, p) => sum + p * p, 0), 12)
      }
    }),
  )
})

test('a table in the config is thirteen more columns, and what it says is part of the pipeline digest', async () => {
  const config = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return { ...base, colourTable: name }
  }
  const digest = async (name: string, text: string) =>
    (await makePlan(configure(await config(name, text), folder))).digest
  const plain = (await makePlan(configure(base, folder))).digest

  const first = await digest('a.py', `[${numbers.join(',')}]`)
  const columns = variablesOf('images').filter(({ family }) => family === 'colour_table')
  const again = await digest('b.csv', lines.join('\n'))
  const other = await digest('c.csv', tableOf(8).join(' '))

  expect(columns.map(({ name }) => name)).toEqual([
    ...colourNames.map((name) => `table_share_${name}`),
    'table_diversity_shannon',
    'table_diversity_simpson',
  ])
  expect(columns[0]?.source).toMatch(/a\.py, sha256 [0-9a-f]{16}/)
  expect(again).toBe(first)
  expect(new Set([plain, first, other]).size).toBe(3)
})

test('pictures are measured by a loaded table, which stands before the user’s own variables', async () => {
  const path = join(folder, 'names.txt')
  await writeFile(path, middles.map(([r = 0, g, b]) => [r, g, b, r > 128 ? 'red' : 'black'].join(' ')).join('\n'))

  const own = await loadOwnVariables({ colourTable: path, ownVariables: ['examples/sky-share.mjs'] }, sha256)
  const row = await measureOwn(
    drawn(4, 2, (x) => [x < 3 ? 200 : 10, 0, 0]),
    own,
  )

  expect(row).toMatchObject({
    table_share_red: 0.75,
    table_share_black: 0.25,
    table_diversity_shannon: 0,
    sky_share: 0,
  })
  expect(own.map(({ variables }) => variables.length)).toEqual([13, 1])
})

test('a table that is not there is named', async () => {
  await expect(loadOwnVariables({ colourTable: '/no/such.py' }, sha256)).rejects.toThrow(
    /^colourTable: \/no\/such\.py: can't be read/,
  )
})

import { rm } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { queryOfDays, withParameters } from '../../src/aws/athena-sql.ts'
import { parseValue } from '../../src/aws/athena-values.ts'
import { type DatasetReader, openDataset } from '../../src/dataset/read.ts'
import { athena, duckdb } from '../../src/report/dialect.ts'
import { gather } from '../../src/report/gather.ts'
import { brandSums, clusterTotals } from '../../src/report/queries-brands.ts'
import { datasets } from '../../src/variables/registry/index.ts'
import { type Grammar, trinoGrammar } from './athena-grammar.ts'
import { type Synthetic, syntheticDataset } from './synthetic.ts'
import { unread } from './unread.ts'

const days = { from: '2026-11-21', to: '2026-11-22' }
const forAthena = (sql: string) => queryOfDays(sql, datasets, 'limelight_dev', days)

/** Between them they send every text that the report can send: spans of time, kinds of clusters, no posts, no brands. */
const kinds: Record<string, Synthetic> = {
  'days, clusters of accounts': { images: 80, brands: ['Acme', "O'Neill"] },
  'weeks, clusters of posts': { images: 40, brands: ['Acme'], days: 400, accounts: 3 },
  months: { images: 40, brands: ['Acme'], days: 2000 },
  years: { images: 40, brands: ['Acme'], days: 9000 },
  'images without posts': { images: 40, brands: ['Acme'], posts: false },
  'no brands': { images: 40, brands: [] },
}

let complaints: Grammar
beforeAll(async () => {
  complaints = await trinoGrammar()
})

describe('the grammar is one that can refuse', () => {
  test.each([
    ['QUALIFY', 'SELECT uri FROM images QUALIFY row_number() OVER (PARTITION BY uri) = 1'],
    ['a cast by colons', 'SELECT stored_at::DATE FROM images'],
    ['EXCLUDE', 'SELECT * EXCLUDE (uri) FROM images'],
    ['UNION ALL BY NAME', 'SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS a'],
  ])('%s is of DuckDB alone', (_, sql) => {
    expect(complaints(forAthena(sql))).not.toEqual([])
  })
})

describe('every query of the report is one for Athena', () => {
  test.each(Object.entries(kinds))('%s', async (_, kind) => {
    const texts = await textsOf(kind)

    const wrong = texts.flatMap((sql) => complaints(forAthena(sql)).map((complaint) => `${complaint}\n${sql}`))

    expect(texts.length).toBeGreaterThan(35)
    expect(wrong).toEqual([])
  })

  test('also where clusters are grouped by a hash', async () => {
    const texts: string[] = []
    const reader = recorder({ query: async () => [] } as unknown as DatasetReader, texts)
    const clusters = {
      kind: 'image',
      count: 9000,
      grouped: true,
      sql: `substr(${athena.md5('row_id')}, 1, 3)`,
    } as const

    await brandSums({ reader, dialect: athena }, clusters)
    await clusterTotals({ reader, dialect: athena }, clusters)

    expect(texts.join()).toContain('to_hex(md5(to_utf8(row_id)))')
    expect(texts.flatMap((sql) => complaints(forAthena(sql)))).toEqual([])
  })

  test('and divides real numbers only, as Trino drops the rest of whole ones', async () => {
    const texts = await textsOf(kinds['no brands'] as Synthetic)

    const divisions = texts.flatMap((sql) => sql.split('\n').filter((line) => line.includes(' / ')))

    expect(divisions.length).toBeGreaterThan(8)
    expect(divisions.filter((line) => !/FLOOR\(\((CAST\(\w+ AS DOUBLE\)|LN\(1 \+ \w+\)) - /.test(line))).toEqual([])
  })
})

describe('the partitions of some days stand for the tables', () => {
  test('before a query of its own names', () => {
    const sql = forAthena('WITH a AS (SELECT uri FROM images) SELECT COUNT(*) FROM a')

    expect(sql).toBe(
      `WITH images AS (SELECT * FROM "limelight_dev"."images" WHERE dt BETWEEN '2026-11-21' AND '2026-11-22'),\na AS (SELECT uri FROM images) SELECT COUNT(*) FROM a`,
    )
    expect(complaints(sql)).toEqual([])
  })

  test('only those that the query names', () => {
    const sql = forAthena('SELECT COUNT(*) FROM exposures e JOIN images i ON e.row_id = i.row_id')

    expect(sql.match(/\b\w+(?= AS \(SELECT \* FROM)/g)).toEqual(['images', 'exposures'])
  })

  test('a day that is no day is refused', () => {
    expect(() => queryOfDays('SELECT 1 FROM images', datasets, 'd', { from: "x' OR 1=1", to: '2026-11-22' })).toThrow(
      'no day',
    )
  })
})

describe('parameters', () => {
  test('take the places of their numbers, and not of what only looks like one', () => {
    const sql = withParameters(`SELECT '$1', "a$1" FROM images WHERE key = $2 OR key = $1 OR $2 = ''`, ["O'Neill", 'b'])

    expect(sql).toBe(`SELECT '$1', "a$1" FROM images WHERE key = 'b' OR key = 'O''Neill' OR 'b' = ''`)
  })

  test('numbers, times and NULL are literals of Trino', () => {
    const sql = withParameters('SELECT $1, $2, $3, $4, $5', [0.25, 7, new Date('2026-11-22T10:00:00.5Z'), null, true])

    expect(sql).toBe("SELECT 2.5e-1, 7, TIMESTAMP '2026-11-22 10:00:00.500', NULL, true")
    expect(complaints(sql)).toEqual([])
  })

  test('a missing one is an error', () => {
    expect(() => withParameters('SELECT $2', [1])).toThrow('$2')
  })
})

describe('values are what DuckDB gives', () => {
  test.each([
    ['12', 'bigint', 12],
    ['9223372036854775807', 'bigint', 9223372036854775807n],
    ['2.5E-7', 'double', 2.5e-7],
    ['0.1', 'decimal', 0.1],
    ['true', 'boolean', true],
    ['', 'varchar', ''],
    [undefined, 'varchar', null],
    ['2026-11-22', 'date', new Date('2026-11-22T00:00:00Z')],
    ['2026-11-22 10:11:12.345', 'timestamp', new Date('2026-11-22T10:11:12.345Z')],
    ['2026-11-22 10:11:12.345 UTC', 'timestamp with time zone', new Date('2026-11-22T10:11:12.345Z')],
    ['["a, b","c"]', 'json', ['a, b', 'c']],
  ])('%s of type %s', (text, type, value) => {
    expect(parseValue(text, type, 'column')).toEqual(value)
  })

  test('a list says how to ask for it, as its text does not keep the items apart', () => {
    expect(() => parseValue('[a, b, c]', 'array', 'brands')).toThrow('CAST(brands AS JSON)')
  })
})

/** All texts that a report of such a dataset sends. */
async function textsOf(kind: Synthetic): Promise<string[]> {
  const out = await syntheticDataset(kind)
  const reader = await openDataset(out)
  try {
    const texts: string[] = []
    await gather(recorder(reader, texts), { title: 'test', dialect: duckdb, pictures: unread })
    return texts
  } finally {
    reader.close()
    await rm(out, { recursive: true, force: true })
  }
}

function recorder(reader: DatasetReader, texts: string[]): DatasetReader {
  return {
    ...reader,
    query(sql, parameters) {
      texts.push(sql)
      return reader.query(sql, parameters)
    },
  }
}

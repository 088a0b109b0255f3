import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { queryOfDays } from '../src/aws/athena-sql.ts'
import { type DatasetReader, openDataset } from '../src/dataset/read.ts'
import { athena, type Dialect, duckdb } from '../src/report/dialect.ts'
import { gather } from '../src/report/gather.ts'
import { brandSums, clusterTotals } from '../src/report/queries-brands.ts'
import { datasets } from '../src/variables/registry/index.ts'
import { type Synthetic, syntheticDataset } from '../test/report/synthetic.ts'
import { unread } from '../test/report/unread.ts'
import { tablesOf } from './trino/tables.ts'

/**
 * `npm run bench -- trino`: every query of the report, answered by a real Trino (398, in this machine's Java 17) and by DuckDB, on
 * the same rows; says how many answers are the same. Needs Maven and fetches 94 MB of Trino; no test needs it. The tables
 * stand in the queries as VALUES.
 */
const days = { from: '2026-01-01', to: '2026-01-01' }
const kinds: Synthetic[] = [
  { images: 60, brands: ['Acme', "O'Neill", 'Bolt'], days: 30 },
  { images: 60, brands: ['Acme'], days: 400 },
  { images: 60, brands: ['Acme'], days: 2000, accounts: 3 },
  { images: 60, brands: ['Acme'], days: 9000 },
  { images: 60, brands: ['Acme'], posts: false },
  { images: 30, brands: [] },
]

interface Asked {
  /** For Trino, the rows in it. */
  sql: string
  /** DuckDB's rows. */
  rows: unknown[][]
}

const asked = (await Promise.all(kinds.map(askDuckdb))).flat()
const answers = askTrino(asked.map(({ sql }) => sql))
const other = asked.filter(({ sql, rows }, at) => !same(rows, answers[at]?.rows ?? null, sql))
for (const one of other.slice(0, 3))
  console.log(one.sql.slice(-600), '\n', answers[asked.indexOf(one)]?.error ?? 'other rows', '\n')
console.log(`${asked.length} queries, ${asked.length - other.length} with the same answer by Trino and DuckDB`)
process.exitCode = other.length > 0 ? 1 : 0

async function askDuckdb(kind: Synthetic): Promise<Asked[]> {
  const out = await syntheticDataset(kind)
  const reader = await openDataset(out)
  const found: Asked[] = []
  try {
    const tables = await tablesOf(reader)
    const forTrino = (sql: string) =>
      datasets.reduce(
        (text, table) =>
          text.replace(
            `SELECT * FROM "db"."${table}" WHERE dt BETWEEN '${days.from}' AND '${days.to}'`,
            () => tables[table] ?? '',
          ),
        queryOfDays(sql, datasets, 'db', days),
      )
    const noting: DatasetReader = {
      ...reader,
      async query<T>(sql: string, parameters?: Parameters<DatasetReader['query']>[1]) {
        const rows = await reader.query<T>(sql, parameters)
        found.push({ sql: forTrino(sql), rows: rows.map((row) => Object.values(row as object)) })
        return rows
      },
    }
    await gather(noting, { title: '', dialect: duckdb, pictures: unread })
    for (const ask of [brandSums, clusterTotals]) found.push(await grouped(ask, reader, forTrino))
  } finally {
    reader.close()
    rmSync(out, { recursive: true })
  }
  return found
}

/** Clusters that are grouped by a hash: the one text that the dialects have each their own of. */
async function grouped(
  ask: typeof brandSums | typeof clusterTotals,
  reader: DatasetReader,
  forTrino: (sql: string) => string,
): Promise<Asked> {
  const clusters = ({ md5 }: Dialect) =>
    ({ kind: 'image', count: 1, grouped: true, sql: `substr(${md5('row_id')}, 1, 3)` }) as const
  let sql = ''
  const noting = {
    ...reader,
    query: async (text: string) => {
      sql = forTrino(text)
      return []
    },
  }
  await ask({ reader: noting, dialect: athena }, clusters(athena))
  const rows = await ask({ reader, dialect: duckdb }, clusters(duckdb))
  return { sql, rows: rows.map((row) => Object.values(row)) }
}

function askTrino(queries: string[]): { rows?: unknown[][]; error?: string }[] {
  const folder = join(process.cwd(), '.cache/trino')
  mkdirSync(folder, { recursive: true })
  for (const file of ['pom.xml', 'Ask.java']) cpSync(join(process.cwd(), 'bench/trino', file), join(folder, file))
  if (!existsSync(join(folder, 'lib')))
    run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'])
  writeFileSync(join(folder, 'queries.json'), JSON.stringify(queries))
  run('java', ['-cp', 'lib/*', 'Ask.java', 'queries.json', 'answers.json'])
  return JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'))

  function run(command: string, args: string[]): void {
    const { status, stderr, stdout, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? `${stdout}${stderr}`.slice(-2000)}`)
  }
}

/** In order where the query gives one. Logarithms differ in the last digit: a value at the edge of a bin may fall to either side. */
function same(ours: unknown[][], theirs: unknown[][] | null, sql: string): boolean {
  if (theirs === null) return false
  const ordered = /ORDER BY(?![\s\S]*\bOVER\b)/.test(sql.slice(-400))
  const binned = /AS place, COUNT\(\w+\) AS n FROM/.test(sql)
  const [a, b] = [ours, theirs].map((rows) => {
    const texts = (binned ? clamped(rows) : rows).map((row) => JSON.stringify(row.map(plain)))
    return ordered ? texts : texts.sort()
  })
  return JSON.stringify(a) === JSON.stringify(b)
}

/** As the report does it: the first and the last bin take what falls outside. */
function clamped(rows: unknown[][]): unknown[][] {
  const counts = new Map<number | null, number>()
  for (const [place, n] of rows as [number | null, number][]) {
    const bin = place === null ? null : Math.min(23, Math.max(0, place))
    counts.set(bin, (counts.get(bin) ?? 0) + n)
  }
  return [...counts]
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(10))
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value
}

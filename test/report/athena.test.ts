import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AthenaClient } from '@aws-sdk/client-athena'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findEmulator } from '../../scripts/emulator/start.mjs'
import { athenaClient, openAthena } from '../../src/aws/athena.ts'
import { connection } from '../../src/aws/clients.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { athena, duckdb } from '../../src/report/dialect.ts'
import { gather } from '../../src/report/gather.ts'
import { datasets } from '../../src/variables/registry/index.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { syntheticDataset } from './synthetic.ts'
import { unread } from './unread.ts'

/** The emulator's Athena is DuckDB behind Glue's tables: it shows the way there and back, not Trino's own meaning of SQL. */
const describeWithAthena: typeof describeWithStack = (name, body) =>
  findEmulator().kind === 'localstack'
    ? describe.skip(`${name} (LocalStack has no Athena)`, body)
    : describeWithStack(name, body)

describeWithAthena("the report by Athena's way", () => {
  let stack: Stack
  let client: AthenaClient
  let out: string
  const dt = '2026-11-22'
  beforeAll(async () => {
    stack = await startStack({ functions: false })
    client = athenaClient(connection(stack.endpoint))
    out = await syntheticDataset({ images: 300, brands: ['Acme', "O'Neill", 'Bolt'], accounts: 12 })
    await putDay(out, dt)
    const other = await syntheticDataset({ images: 50, brands: ['Other'] })
    await putDay(other, '2026-11-21')
    await rm(other, { recursive: true })
  }, stackTimeout)
  afterAll(async () => {
    client.destroy()
    await stack.stop()
    await rm(out, { recursive: true })
  })

  test('finds what DuckDB finds in the same files, and nothing of other days', async () => {
    const scanned: number[] = []
    const local = await openDataset(out)
    const remote = reader({ onQuery: ({ bytes }) => scanned.push(bytes), runInfo: local.runInfo })

    const expected = await gather(local, { title: 't', dialect: duckdb, pictures: unread })
    const found = await gather(remote, { title: 't', dialect: athena, pictures: unread })
    local.close()

    expect(found.overview.images).toBe(300)
    expect(rounded(found)).toEqual(rounded(expected))
    expect(scanned.length).toBeGreaterThan(35)
  })

  test('values come as DuckDB gives them: numbers, times, NULL, texts', async () => {
    const asked = `SELECT COUNT(*) AS n, AVG(brightness) AS mean, MAX(bytes) AS bytes, MIN(stored_at) AS never, MIN(key) AS key,
      bool_or(status = 'ok') AS some, MIN(CAST($1 AS TIMESTAMP)) AS at FROM images WHERE key <> $2`
    const given = ['2026-11-22 10:11:12', "O'Neill $1"]
    const local = await openDataset(out)

    const [expected] = await local.query(asked, given)
    const [found] = await reader().query(asked, given)
    local.close()

    expect(found).toEqual(expected)
    expect(found).toMatchObject({ n: 300, never: null, some: true, at: new Date('2026-11-22T10:11:12Z') })
  })

  test('answers of more than a page come whole and in order', async () => {
    const rows = await reader().query<{ i: number }>(
      'SELECT row_number() OVER (ORDER BY a.row_id, b.row_id) AS i FROM images a CROSS JOIN images b WHERE b.row_id < $1 ORDER BY i',
      ['row000010'],
    )

    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1))
  })

  test('some days are asked together', async () => {
    const some = reader({ days: { from: '2026-11-21', to: '2026-11-22' } })

    expect(await some.query('SELECT COUNT(*) AS n FROM images')).toEqual([{ n: 350 }])
  })

  test('a query that fails says what was asked and what was wrong', async () => {
    await expect(reader().query('SELECT colour FROM images')).rejects.toThrow(
      /Athena could not answer a query: .*colour(.|\n)*SELECT colour FROM images/,
    )
  })

  test('a query that is longer than Athena takes is not sent', async () => {
    await expect(reader().query(`SELECT '${'x'.repeat(300_000)}'`)).rejects.toThrow('Athena takes 262144')
  })

  /** To 12 digits: engines add numbers up in different orders. */
  const rounded = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'number' ? Number(item.toPrecision(12)) : item)))

  const reader = (own: Partial<Parameters<typeof openAthena>[0]> = {}) =>
    openAthena({
      client,
      database: stack.names.database,
      workgroup: stack.names.workgroup,
      days: { from: dt, to: dt },
      tables: datasets,
      ...own,
    })

  async function putDay(folder: string, day: string): Promise<void> {
    for (const dataset of datasets) {
      for (const file of await readdir(join(folder, dataset)).catch(() => [])) {
        await stack.bucket.upload(`datasets/${dataset}/dt=${day}/part-00-of-01.parquet`, join(folder, dataset, file))
      }
    }
  }
})

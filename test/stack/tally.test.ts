import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { partition, prefixes } from '../../src/aws/contract.ts'
import { openDatabase } from '../../src/dataset/database.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from './start.ts'
import { tally } from './tally.ts'
import type { Truth } from './uploads.ts'

describeWithStack('a tally', () => {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-tally-'))
  let stack: Stack

  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)

  afterAll(async () => {
    await stack?.stop()
    rmSync(folder, { recursive: true })
  })

  /** One file of a dataset. */
  async function store(dataset: string, dt: string, columns: string, rows: string): Promise<void> {
    const file = join(folder, `${dataset}-${dt}.parquet`)
    const { connection, close } = await openDatabase()
    await connection.run(`COPY (SELECT * FROM (VALUES ${rows}) AS rows(${columns})) TO '${file}' (FORMAT parquet)`)
    close()
    await stack.bucket.upload(`${partition(prefixes.datasets, dataset, dt)}part-00-of-01.parquet`, file)
  }

  const images = 'key, row_id, status, error_code, sha256'
  const truth = new Map<string, Truth>([
    ['a+b "ü".jpg', { sha256: 'aa', kind: 'ok' }],
    ['bad.jpg', { sha256: 'bb', kind: 'bad' }],
  ])

  test('finds nothing where all is well', async () => {
    await store(
      'images',
      '2026-11-22',
      images,
      `('a+b "ü".jpg', '1', 'ok', NULL, 'aa'), ('bad.jpg', '2', 'error', 'corrupt', 'bb')`,
    )
    await store('detections', '2026-11-22', 'row_id, label', `('1', 'cat'), ('1', 'dog')`)

    expect(await tally(stack.bucket, truth)).toEqual({ uploaded: 2, processed: 1, quarantined: 1, problems: [] })
  })

  test('names what is missing, double, old, wrong, foreign and orphaned', async () => {
    await store(
      'images',
      '2026-11-22',
      images,
      `('a+b "ü".jpg', '1', 'ok', NULL, 'old'), ('twice', '3', 'ok', NULL, 'cc'), ('foreign', '1', 'ok', NULL, 'dd')`,
    )
    await store('images', '2026-11-23', images, `('twice', '3', 'ok', NULL, 'cc')`)
    await store('detections', '2026-11-22', 'row_id, label', `('9', 'cat')`)

    const { problems } = await tally(
      stack.bucket,
      new Map<string, Truth>([...truth, ['twice', { sha256: 'cc', kind: 'bad' }]]),
    )

    expect(problems).toEqual([
      'a+b "ü".jpg: sha256 old instead of aa',
      'bad.jpg: no row',
      'twice: 2 rows (3, 3)',
      'foreign: was not uploaded',
      'foreign: has the row_id of a+b "ü".jpg',
      'detections: 9 has no image',
    ])
  })
})

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { compact } from '../../src/dataset/compact.ts'
import { exportCsv } from '../../src/dataset/csv.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { datasets, type Row, variablesOf } from '../../src/variables/registry/index.ts'

let out = ''
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'limelight dataset [a]*-'))
})
afterEach(() => rm(out, { recursive: true, force: true }))

function image(uri: string, more: Row = {}): Row {
  return {
    row_id: `id of ${uri}`,
    uri,
    key: uri,
    status: 'ok',
    warnings: [],
    run_id: '1',
    pipeline_digest: 'd',
    ...more,
  }
}

async function ask<T>(sql: string): Promise<T[]> {
  const dataset = await openDataset(out)
  try {
    return await dataset.query<T>(sql)
  } finally {
    dataset.close()
  }
}

describe('a dataset', () => {
  test('has all views with the columns of the registry before anything was written', async () => {
    const reader = await openDataset(out)
    for (const dataset of datasets) {
      const columns = await reader.query<{ column_name: string }>(`DESCRIBE ${dataset}`)
      expect(columns.map((column) => column.column_name)).toEqual(variablesOf(dataset).map(({ name }) => name))
      expect(await reader.query(`SELECT * FROM ${dataset}`)).toEqual([])
      expect(reader.has(dataset)).toBe(false)
    }
    expect(reader.runInfo).toBeNull()
    reader.close()
  })

  test('gives back numbers, texts, lists and times as they were written', async () => {
    const captured = new Date('2024-02-29T23:59:59.123Z')
    const row = image('/a.jpg', {
      bytes: 3_000_000_000,
      brightness: 0.1,
      brands: ['é', "o'k", ''],
      captured_at: captured,
    })

    await writeShard(out, 'images', [row, image('/b.jpg', { brightness: Number.NaN, width: null })])

    const rows = await ask<Row>('SELECT * FROM images ORDER BY uri')
    expect(rows[0]).toMatchObject(row)
    expect(rows[1]).toMatchObject({ brightness: null, width: null, brands: null, warnings: [] })
  })

  test('a shard is there whole or not at all', async () => {
    await expect(writeShard(out, 'images', [image('/a.jpg', { width: 'wide' })])).rejects.toThrow()

    expect(await readdir(out)).not.toContain('images')
  })

  test('the same rows make a file of the same name', async () => {
    const first = await writeShard(out, 'images', [image('/a.jpg')])
    const second = await writeShard(out, 'images', [image('/a.jpg')])

    expect(second).toBe(first)
    expect(await readdir(join(out, 'images'))).toHaveLength(1)
  })

  test('reads files that lack a column of today', async () => {
    await mkdir(join(out, 'images'), { recursive: true })
    const reader = await openDataset(out)
    const path = join(out, 'images', '0-old.parquet').replaceAll("'", "''")
    await reader.query(
      `COPY (SELECT 'x' AS row_id, '/a.jpg' AS uri, 7 AS width, 'old' AS gone) TO '${path}' (FORMAT parquet)`,
    )
    reader.close()

    const rows = await ask<Row>('SELECT row_id, width, brightness, gone FROM images')

    expect(rows).toEqual([{ row_id: 'x', width: 7, brightness: null, gone: 'old' }])
  })
})

describe('compaction', () => {
  const newest = { digest: 'd', runId: '9' }

  test('leaves one file a dataset and one row an image', async () => {
    await writeShard(out, 'images', [image('/a.jpg'), image('/b.jpg')], '1')
    await writeShard(out, 'images', [image('/a.jpg', { run_id: '2', width: 2 })], '2')

    const { rows } = await compact(out, newest)

    expect(rows.images).toBe(2)
    expect(await readdir(join(out, 'images'))).toHaveLength(1)
    expect(await ask('SELECT uri, width FROM images ORDER BY uri')).toEqual([
      { uri: '/a.jpg', width: 2 },
      { uri: '/b.jpg', width: null },
    ])
  })

  test("prefers today's digest to a newer run under another", async () => {
    await writeShard(out, 'images', [image('/a.jpg', { width: 1 })], '1')
    await writeShard(out, 'images', [image('/a.jpg', { width: 2, run_id: '2', pipeline_digest: 'other' })], '2')
    await writeShard(out, 'images', [image('/b.jpg', { width: 3, run_id: '2', pipeline_digest: 'other' })], '2')

    const { otherDigests } = await compact(out, newest)

    expect(otherDigests).toBe(1)
    expect(await ask('SELECT width FROM images ORDER BY uri')).toEqual([{ width: 1 }, { width: 3 }])
  })

  test.each([
    ['timeout', 'ok'],
    ['corrupt', 'error'],
  ])('a newer row with the error %s leaves the status %s', async (code, status) => {
    await writeShard(out, 'images', [image('/a.jpg')], '1')
    await writeShard(out, 'images', [image('/a.jpg', { run_id: '2', status: 'error', error_code: code })], '2')

    await compact(out, newest)

    expect(await ask('SELECT status FROM images')).toEqual([{ status }])
  })

  test('drops detections without an image and those that were written twice', async () => {
    const box = (row: string, score: number): Row => ({
      row_id: row,
      detection_id: `${row}-${score}`,
      task: 'object',
      score,
    })
    await writeShard(out, 'detections', [box('id of /a.jpg', 0.1), box('gone', 0.2)], '1')
    await writeShard(out, 'detections', [box('id of /a.jpg', 0.3), box('id of /a.jpg', 0.4)], '2')
    await writeShard(out, 'images', [image('/a.jpg')], '2')

    await compact(out, newest)

    expect(await ask('SELECT score FROM detections ORDER BY score')).toEqual([{ score: 0.3 }, { score: 0.4 }])
  })

  test('a dataset that was not compacted reads as one row an image', async () => {
    await writeShard(out, 'images', [image('/a.jpg', { width: 1 })], '1')
    await writeShard(out, 'images', [image('/a.jpg', { width: 2, run_id: '2' })], '2')

    expect(await ask('SELECT width FROM images')).toEqual([{ width: 2 }])
  })

  test('keeps the newest row of a post, and counts ids that stand for several posts', async () => {
    await writeShard(out, 'posts', [{ post_id: 'a', account: 'x' }], '1')
    const posts = [
      { post_id: 'a', account: 'x', likes: 2 },
      { post_id: 'b', account: 'x' },
      { post_id: 'b', account: 'y' },
    ]
    await writeShard(out, 'posts', posts, '9')

    const { rows, postConflicts } = await compact(out, newest)

    expect(rows.posts).toBe(2)
    expect(postConflicts).toBe(1)
    expect(await ask("SELECT likes FROM posts WHERE post_id = 'a'")).toEqual([{ likes: 2 }])
  })

  test('leaves a file for what has no rows, so that patterns open', async () => {
    await writeShard(out, 'images', [image('/a.jpg')], '1')

    await compact(out, newest)

    for (const dataset of ['detections', 'exposures', 'posts'])
      expect(await readdir(join(out, dataset))).toHaveLength(1)
    expect(await ask('SELECT * FROM exposures')).toEqual([])
  })

  test('that was killed before it removed the old files is made good by the next one', async () => {
    const box = { row_id: 'id of /a.jpg', detection_id: 'x', task: 'object', score: 0.1 }
    const writeShards = async () => {
      await writeShard(out, 'detections', [box], '1')
      await writeShard(out, 'images', [image('/a.jpg'), image('/b.jpg')], '1')
    }
    await writeShards()
    await compact(out, { digest: 'd', runId: '1' })
    await writeShards()

    const { rows } = await compact(out, newest)

    expect(rows).toMatchObject({ images: 2, detections: 1 })
  })

  test('half-written files of a killed run go', async () => {
    await writeShard(out, 'images', [image('/a.jpg')], '1')
    await writeFile(join(out, 'images', '.tmp-1-77'), 'half')

    await compact(out, newest)

    expect((await readdir(join(out, 'images'))).every((name) => name.endsWith('.parquet'))).toBe(true)
  })
})

describe('CSV', () => {
  test('no text of a stranger becomes a formula', async () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\n=1', ' =1', '＝1', 'a=1', '']
    const posts = formulas.map((caption, i) => ({ post_id: `p${i}`, caption, likes: -5, tagged_users: ['=x', 'b'] }))
    await writeShard(out, 'posts', posts)

    await exportCsv(out)

    const text = await readFile(join(out, 'posts.csv'), 'utf8')
    const rows: Record<string, string>[] = parse(text, { columns: true })
    expect(rows.map(({ caption }) => caption)).toEqual([
      ...["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\n=1", "' =1", "'＝1"],
      ...['a=1', ''],
    ])
    expect(rows[0]).toMatchObject({ likes: '-5', tagged_users: '["=x","b"]' })
  })
})

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { provenanceKey } from '../../src/aws/contract.ts'
import { pull } from '../../src/cloud/pull.ts'
import { writeProvenance } from '../../src/cloud/pull-provenance.ts'
import { makeCorpus } from '../../src/corpus/make.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { writeReport } from '../../src/report/write.ts'
import type { Dataset, Row } from '../../src/variables/registry/index.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('pull', () => {
  let stack: Stack
  let out: string
  beforeAll(async () => {
    stack = await startStack({ functions: false })
  }, stackTimeout)
  afterAll(() => stack.stop())
  beforeEach(async () => {
    const parent = await mkdtemp(join(tmpdir(), 'limelight-pull-'))
    out = join(parent, 'out')
    await putPart('images', '2026-11-20', 'part-00-of-01', [image('a', '2026-11-20'), image('b', '2026-11-20')])
    await putPart('posts', '2026-11-20', 'part-00-of-01', [{ post_id: 'p' }])
    await putPart('images', '2026-11-21', 'part-00-of-02', [image('c', '2026-11-21')])
    await putPart('images', '2026-11-21', 'part-01-of-02', [image('d', '2026-11-21')])
  })
  afterEach(async () => {
    await rm(join(out, '..'), { recursive: true })
    const keys: string[] = []
    for await (const { key } of stack.bucket.list('datasets/')) keys.push(key)
    await stack.bucket.remove(keys)
  })

  const days = ['2026-11-19', '2026-11-20', '2026-11-21']

  test('the datasets of some days open as one dataset, can be compared, and have a report', async () => {
    const done = await pull({ bucket: stack.bucket, out, days })

    expect(done).toMatchObject({ days: ['2026-11-20', '2026-11-21'], without: ['2026-11-19'], files: 4, unchanged: 0 })
    expect(await ask('SELECT key FROM images ORDER BY key')).toEqual(['a', 'b', 'c', 'd'].map((key) => ({ key })))
    expect(await ask('SELECT post_id FROM posts')).toEqual([{ post_id: 'p' }])
    expect(await makeCorpus(out)).toMatchObject({ images: 4, groups: 0 })
    expect(await writeReport(out)).toBe(join(out, 'report.html'))
  })

  test('the folder says how its rows came about, where a worker has said so, and can be pulled into again', async () => {
    const worker = { run_id: 'r', brands: ['Acme'], counts: {}, command: [] }
    await stack.bucket.write(provenanceKey('d'), JSON.stringify(worker))

    await pull({ bucket: stack.bucket, out, days: ['2026-11-20'] })
    expect(await writeProvenance({ bucket: stack.bucket, stage: 'local' }, out)).toBe(true)
    await pull({ bucket: stack.bucket, out, days })
    await writeProvenance({ bucket: stack.bucket, stage: 'local' }, out)

    expect(JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))).toMatchObject({
      run_id: 'days 2026-11-20 to 2026-11-21',
      brands: ['Acme'],
      command: ['cloud', 'pull', '--stage', 'local', '--from', '2026-11-20', '--to', '2026-11-21'],
      counts: { measured: 4 },
    })
    await stack.bucket.remove([provenanceKey('d')])
  })

  test('again, only what has changed is copied', async () => {
    await pull({ bucket: stack.bucket, out, days })
    // S3 tells whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await putPart('images', '2026-11-20', 'part-00-of-01', [image('a', '2026-11-20'), image('e', '2026-11-20')])

    const done = await pull({ bucket: stack.bucket, out, days })

    expect(done).toMatchObject({ files: 1, unchanged: 3 })
    expect(await ask('SELECT key FROM images ORDER BY key')).toEqual(['a', 'c', 'd', 'e'].map((key) => ({ key })))
  })

  test('parts that are no more are removed, other days are left', async () => {
    await pull({ bucket: stack.bucket, out, days })
    await stack.bucket.remove(['datasets/images/dt=2026-11-21/part-01-of-02.parquet'])

    await pull({ bucket: stack.bucket, out, days: ['2026-11-21'] })

    expect((await readdir(join(out, 'images'))).sort()).toEqual([
      '2026-11-20-part-00-of-01.parquet',
      '2026-11-21-part-00-of-02.parquet',
    ])
  })

  test('an image that two days have stands once, as it was measured last', async () => {
    await putPart('images', '2026-11-21', 'part-00-of-02', [image('a', '2026-11-21')])

    await pull({ bucket: stack.bucket, out, days })

    expect(await ask("SELECT key, run_id FROM images WHERE key = 'a'")).toEqual([{ key: 'a', run_id: '2026-11-21' }])
  })

  test('some datasets only', async () => {
    await pull({ bucket: stack.bucket, out, days, datasets: ['posts'] })

    expect(await readdir(out)).toEqual(['posts'])
  })

  test('the folder of a run is not mixed with what is pulled', async () => {
    await writeFile(join(out, '..', 'run.json'), '{}')

    await expect(pull({ bucket: stack.bucket, out: join(out, '..'), days })).rejects.toThrow('is the folder of a run')
  })

  const image = (name: string, run: string): Row => ({
    row_id: `${name}${run}`,
    uri: `s3://b/images/${name}`,
    key: name,
    status: 'ok',
    warnings: [],
    run_id: run,
    pipeline_digest: 'd',
    stored_at: new Date(`${run}T10:00:00Z`),
  })

  async function putPart(dataset: Dataset, dt: string, name: string, rows: Row[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'limelight-part-'))
    await writeShard(folder, dataset, rows, 'r')
    const [file = ''] = await readdir(join(folder, dataset))
    await stack.bucket.upload(`datasets/${dataset}/dt=${dt}/${name}.parquet`, join(folder, dataset, file))
    await rm(folder, { recursive: true })
  }

  async function ask(sql: string): Promise<unknown[]> {
    const dataset = await openDataset(out)
    try {
      return await dataset.query(sql)
    } finally {
      dataset.close()
    }
  }
})

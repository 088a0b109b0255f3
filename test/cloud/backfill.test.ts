import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Bucket, openBucket } from '../../src/aws/bucket.ts'
import type { ManifestLine, ManifestMessage } from '../../src/aws/contract.ts'
import { type BackfillCall, type BackfillHost, backfill } from '../../src/cloud/backfill.ts'
import { openDatabase } from '../../src/dataset/database.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

const odd = ['a b.jpg', 'a+b.jpg', '100%.jpg', '100%25.jpg', 'Käse.PNG', '😀.webp', 'a,b"c.jpg', "o'neill.jpeg"]

describeWithStack('backfill', () => {
  let stack: Stack
  let photos: Bucket
  let host: BackfillHost
  beforeAll(async () => {
    stack = await startStack({ functions: false })
    await stack.s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    photos = openBucket(stack.s3, 'photos')
    for (const key of odd) await photos.write(`odd/${key}`, 'x')
    for (const key of ['clip.mp4', 'notes.txt', 'more.txt', 'abc123', 'sub/']) await photos.write(`odd/${key}`, 'x')
    await Promise.all(Array.from({ length: 1203 }, (_, at) => photos.write(`many/${at}.jpg`, 'x')))
    host = {
      bucket: stack.bucket,
      sourceBuckets: ['photos'],
      queue: () => stack.queues.manifests,
      now: () => new Date('2026-11-22T23:00:00Z'),
      folder: tmpdir(),
    }
  }, stackTimeout)
  afterAll(() => stack.stop())
  beforeEach(async () => {
    await received()
    await stack.bucket.remove(await keysOf(stack.bucket, 'manifests/'))
  })

  test('every image below a prefix is queued once, whatever characters its key has', async () => {
    const done = await backfill(host, { source: 's3://photos/odd/' })

    const found = await received()
    expect(done).toMatchObject({ dt: '2026-11-22', images: odd.length, manifests: 1, next: null })
    expect(found.lines.map(({ key }) => key).sort()).toEqual(odd.map((key) => `odd/${key}`).sort())
    expect(found.lines.every(({ bucket }) => bucket === 'photos')).toBe(true)
    expect(found.messages).toMatchObject([{ limelight: 'manifest', images: odd.length, dt: '2026-11-22' }])
  })

  test('what is no image by name is counted by kind', async () => {
    const done = await backfill(host, { source: 's3://photos/odd/', dryRun: true })

    expect(done.leftOut).toEqual({ video: 1, '.txt': 2, 'no ending': 1, folder: 1 })
    expect((await received()).messages).toEqual([])
  })

  test('keys without an ending are images if that is said', async () => {
    const done = await backfill(host, { source: 's3://photos/odd/', unnamed: true })

    expect((await received()).lines).toContainEqual({ bucket: 'photos', key: 'odd/abc123' })
    expect(done.leftOut).not.toHaveProperty('no ending')
  })

  test('a bucket of its own is listed whole, in messages of the size that is asked for', async () => {
    const done = await backfill(host, { source: 's3://photos', perManifest: 500 })

    const found = await received()
    expect(done).toMatchObject({ images: 1203 + odd.length, manifests: 3 })
    expect(found.messages.map(({ images }) => images).sort()).toEqual([211, 500, 500])
    expect(new Set(found.lines.map(({ key }) => key)).size).toBe(1203 + odd.length)
  })

  test('done twice, it writes the same manifests', async () => {
    await backfill(host, { source: 's3://photos/many/' })
    const once = await keysOf(stack.bucket, 'manifests/')
    await backfill(host, { source: 's3://photos/many/' })

    expect(await keysOf(stack.bucket, 'manifests/')).toEqual(once)
    expect(once).toHaveLength(2)
  })

  test('stopped again and again, it goes on where it was: all once, none twice', async () => {
    const calls = await goingOn({ source: 's3://photos/many/', perManifest: 100 }, 250)

    const { lines } = await received()
    expect(calls).toBe(5)
    expect(lines).toHaveLength(1203)
    expect(new Set(lines.map(({ key }) => key)).size).toBe(1203)
  })

  test("images below images/ of the stage's own bucket", async () => {
    await stack.bucket.write('images/a.jpg', 'x')
    await stack.bucket.write('posts/b.jpg', 'x')

    await backfill(host, { source: `s3://${stack.bucket.name}/images/` })

    expect((await received()).lines).toEqual([{ key: 'images/a.jpg' }])
  })

  test.each([
    ['a bucket that workers may not read', { source: 's3://others/a/' }, 'sourceBuckets=photos,others'],
    ['another folder of its own bucket', { source: 's3://BUCKET/posts/' }, 'only what is below images/'],
    ['no address', { source: 'photos/' }, 'give s3://bucket/prefix'],
    ['no day', { source: 's3://photos/', dt: '22.11.2026' }, 'is no day'],
    ['too many images a message', { source: 's3://photos/', perManifest: 5000 }, '1 to 1000'],
    ['no place in an inventory', { source: 's3://photos/inventory/CSV/manifest.json', from: 'a.jpg' }, 'FILE:ROW'],
  ])('%s is refused', async (_, call, says) => {
    const source = call.source.replace('BUCKET', stack.bucket.name)
    if (call.source.includes('inventory')) await writeInventory('CSV')

    await expect(backfill(host, { ...call, source })).rejects.toThrow(says)
  })

  test('a bucket that is not there is named', async () => {
    const call = backfill({ ...host, sourceBuckets: ['nowhere'] }, { source: 's3://nowhere/' })

    await expect(call).rejects.toThrow('s3://nowhere: there is no such bucket')
  })

  test.each(['CSV', 'Parquet'] as const)('an S3 Inventory in %s is read for the listing', async (format) => {
    const done = await backfill(host, { source: await writeInventory(format) })

    const { lines } = await received()
    expect(done).toMatchObject({ images: odd.length + 40, leftOut: { video: 1 }, next: null })
    expect(lines.map(({ key }) => key).sort()).toEqual([...odd, ...more].sort())
  })

  test.each(['CSV', 'Parquet'] as const)(
    'in the middle of an inventory in %s, it goes on where it was',
    async (format) => {
      await goingOn({ source: await writeInventory(format) }, 7)

      const { lines } = await received()
      expect(lines).toHaveLength(odd.length + 40)
      expect(new Set(lines.map(({ key }) => key)).size).toBe(odd.length + 40)
    },
  )

  test('an inventory of a bucket that workers may not read is refused', async () => {
    const source = await writeInventory('CSV', 'others')

    await expect(backfill(host, { source })).rejects.toThrow('s3://others: workers of this stage may not read')
  })

  test('an inventory in ORC says what to do', async () => {
    const source = await writeInventory('CSV', 'photos', 'ORC')

    await expect(backfill(host, { source })).rejects.toThrow('have it written as CSV or Parquet')
  })

  const more = Array.from({ length: 40 }, (_, at) => `more/${at}.jpg`)

  /** An inventory in two files: odd keys with an overwritten and a removed version, then 40 others and a video. */
  async function writeInventory(format: 'CSV' | 'Parquet', sourceBucket = 'photos', called: string = format) {
    const rows = [
      ...odd.map((key) => [key, true, false] as const),
      ['a b.jpg', false, false] as const,
      ['gone.jpg', true, true] as const,
    ]
    const rest = [...more, 'clip.mp4'].map((key) => [key, true, false] as const)
    const write = format === 'CSV' ? csv : parquet
    const files = await Promise.all([rows, rest].map((some, at) => write(`inventory/${format}/${at}`, some)))
    await photos.write(
      `inventory/${format}/manifest.json`,
      JSON.stringify({
        sourceBucket,
        destinationBucket: 'arn:aws:s3:::photos',
        version: '2016-11-30',
        fileFormat: called,
        fileSchema:
          format === 'CSV'
            ? 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker'
            : 'message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); optional boolean is_latest; optional boolean is_delete_marker; }',
        files,
      }),
    )
    return `s3://photos/inventory/${format}/manifest.json`
  }

  type InventoryRow = readonly [key: string, latest: boolean, removed: boolean]

  async function csv(name: string, rows: readonly InventoryRow[]) {
    const text = rows.map(
      ([key, latest, removed]) =>
        `"photos","${encodeURIComponent(key).replaceAll('%20', '+')}","v1","${latest}","${removed}"\n`,
    )
    const body = gzipSync(text.join(''))
    await photos.write(`${name}.csv.gz`, body)
    return { key: `${name}.csv.gz`, size: body.length, MD5checksum: '' }
  }

  async function parquet(name: string, rows: readonly InventoryRow[]) {
    const folder = await mkdtemp(join(tmpdir(), 'limelight-inventory-'))
    const { connection, close } = await openDatabase()
    try {
      await connection.run(
        'CREATE TABLE rows (bucket VARCHAR, key VARCHAR, is_latest BOOLEAN, is_delete_marker BOOLEAN)',
      )
      for (const row of rows) await connection.run("INSERT INTO rows VALUES ('photos', $1, $2, $3)", [...row])
      await connection.run(`COPY rows TO '${folder}/rows.parquet' (FORMAT parquet)`)
      await photos.upload(`${name}.parquet`, join(folder, 'rows.parquet'))
    } finally {
      close()
      await rm(folder, { recursive: true })
    }
    return { key: `${name}.parquet`, size: (await photos.size(`${name}.parquet`)) ?? 0, MD5checksum: '' }
  }

  /** Stops after so many objects, then calls what the answer names; as a function does whose time is up. */
  async function goingOn(first: BackfillCall, most: number): Promise<number> {
    let calls = 0
    for (let call: BackfillCall | null = first; call && calls < 100; calls++) {
      let left = most
      call = (await backfill(host, JSON.parse(JSON.stringify(call)), { goOn: () => --left > 0 })).next
    }
    return calls
  }

  /** All messages of the manifests' queue, which is empty then, and the lines of their manifests. */
  async function received(): Promise<{ messages: ManifestMessage[]; lines: ManifestLine[] }> {
    const messages: ManifestMessage[] = []
    for (;;) {
      const some = await stack.queues.manifests.receive({ visibility: 30, wait: 0 })
      if (some.length === 0) break
      messages.push(...some.map(({ body }) => JSON.parse(body) as ManifestMessage))
      await stack.queues.manifests.remove(some)
    }
    const texts = await Promise.all(messages.map(({ key }) => stack.bucket.read(key)))
    const lines = texts.flatMap((bytes) =>
      new TextDecoder()
        .decode(bytes ?? undefined)
        .trim()
        .split('\n'),
    )
    return { messages, lines: lines.map((line) => JSON.parse(line) as ManifestLine) }
  }

  async function keysOf(bucket: Bucket, prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of bucket.list(prefix)) keys.push(key)
    return keys
  }
})

import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { dayOf } from '../../src/aws/contract.ts'
import { daysAfter } from '../../src/cloud/day.ts'
import type { Host } from '../../src/cloud/host.ts'
import { reconcile } from '../../src/cloud/reconcile.ts'
import { openDatabase } from '../../src/dataset/database.ts'
import { oddNames } from '../stack/odd-names.ts'
import { describeWithStack } from '../stack/start.ts'
import { etagOf, hostOf, imageRow, putShard } from './made-day.ts'
import { takeQueued } from './queued.ts'
import { stackOfBlock } from './stack-of-block.ts'

describeWithStack('reconciling a day by an inventory', () => {
  const stack = stackOfBlock()
  const today = dayOf(new Date())

  const keysQueued = async () => (await takeQueued(stack())).map(({ key }) => key).sort()

  test.each(['CSV', 'Parquet'] as const)('by an S3 Inventory in %s', async (format) => {
    const host = hostOf(stack())
    const keys = oddNames.slice(0, 12)
    await Promise.all(keys.map((key) => host.bucket.write(`images/${key}`, key)))
    const there = keys.slice(0, 6).map((key) => imageRow(host, key, { etag: etagOf(key) }))
    await putShard(host, 'images', there, { dt: today })
    const inventory = await writeInventory(host, format, [
      ...keys.map((key) => ({ key: `images/${key}`, etag: etagOf(key), time: `${today}T12:00:00.000Z` })),
      { key: 'images/of yesterday.jpg', etag: 'e', time: `${daysAfter(today, -1)}T23:59:59.000Z` },
      { key: 'images/of tomorrow.jpg', etag: 'e', time: `${daysAfter(today, 1)}T00:00:00.000Z` },
      { key: 'posts/no image.jpg', etag: 'e', time: `${today}T12:00:00.000Z` },
      { key: 'images/removed.jpg', etag: 'e', time: `${today}T12:00:00.000Z`, removed: true },
    ])

    const done = await reconcile(host, { dt: today, inventory })

    expect(done).toMatchObject({ uploads: 12, measured: 6, queued: 6 })
    expect(await keysQueued()).toEqual(
      keys
        .slice(6)
        .map((key) => `images/${key}`)
        .sort(),
    )
  })

  test('of the inventories of a folder, the first one that has the whole day is read', async () => {
    const host = hostOf(stack())
    await host.bucket.write('images/a.jpg', 'a.jpg')
    const made = `inventory/all/${daysAfter(today, 1)}T01-00Z/`
    const address = `s3://${host.bucket.name}/inventory/all/`
    const row = { key: 'images/a.jpg', etag: etagOf('a.jpg'), time: `${today}T12:00:00.000Z` }
    for (const early of [`${today}T01-00Z`, `${today}T23-00Z`]) {
      await host.bucket.write(`inventory/all/${early}/manifest.json`, 'not this one')
    }
    await expect(reconcile(host, { dt: today, inventory: address })).rejects.toThrow(`made after ${today}; try again`)

    await writeInventory(host, 'CSV', [row])
    await host.bucket.write(`${made}manifest.json`, (await host.bucket.read('inventory/manifest.json')) ?? '')
    await host.bucket.write(`inventory/all/${daysAfter(today, 2)}T01-00Z/manifest.json`, 'not this one')

    expect(await reconcile(host, { dt: today, inventory: address })).toMatchObject({ uploads: 1, queued: 1 })
  })

  test('an inventory that can not serve is refused', async () => {
    const host = hostOf(stack())
    const of = (manifest: object) => host.bucket.write('inventory/manifest.json', JSON.stringify(manifest))
    const inventory = `s3://${host.bucket.name}/inventory/manifest.json`
    const good = { sourceBucket: host.bucket.name, fileFormat: 'CSV', fileSchema: 'Bucket, Key, ETag', files: [] }

    await of({ ...good, sourceBucket: 'other' })
    await expect(reconcile(host, { dt: today, inventory })).rejects.toThrow('is of the bucket other')
    await of(good)
    await expect(reconcile(host, { dt: today, inventory })).rejects.toThrow('no LastModifiedDate; add both fields')
    await expect(reconcile(host, { dt: today, inventory: 'manifest.json' })).rejects.toThrow('is no address')
  })
})

interface Listed {
  key: string
  etag: string
  time: string
  removed?: boolean
}

/** An inventory as S3 writes it, with its files. */
async function writeInventory(host: Host, format: 'CSV' | 'Parquet', rows: readonly Listed[]): Promise<string> {
  const { bucket } = host
  const file = `inventory/data/1.${format === 'CSV' ? 'csv.gz' : 'parquet'}`
  if (format === 'CSV') {
    const lines = rows.map(({ key, etag, time, removed = false }) => {
      const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+')
      return `"${bucket.name}","${encoded}","","true","${removed}","9","${time}","${etag}"\n`
    })
    await bucket.write(file, gzipSync(lines.join('')))
  } else {
    const { connection, close } = await openDatabase()
    await connection.run(
      'CREATE TABLE rows (bucket VARCHAR, key VARCHAR, is_delete_marker BOOLEAN, last_modified_date TIMESTAMP, e_tag VARCHAR)',
    )
    for (const { key, etag, time, removed = false } of rows) {
      const values = [bucket.name, key, removed, time, etag]
      await connection.run('INSERT INTO rows VALUES ($1, $2, $3, $4::TIMESTAMP, $5)', values)
    }
    const local = `${host.folder}/inventory-${process.pid}.parquet`
    await connection.run(`COPY rows TO '${local}' (FORMAT parquet)`)
    close()
    await bucket.upload(file, local)
  }
  const fileSchema =
    format === 'CSV'
      ? 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag'
      : 'message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);  optional boolean is_delete_marker;  optional int64 last_modified_date (TIMESTAMP(MILLIS,true));  optional binary e_tag (STRING);}'
  const files = [{ key: file, size: await bucket.size(file), MD5checksum: '' }]
  const manifest = { sourceBucket: bucket.name, fileFormat: format, fileSchema, files }
  await bucket.write('inventory/manifest.json', JSON.stringify(manifest))
  return `s3://${bucket.name}/inventory/manifest.json`
}

import { expect, test } from '@jest/globals'
import { prefixes, provenanceKey } from '../../src/aws/contract.ts'
import { report } from '../../src/cloud/report.ts'
import { sha256 } from '../../src/hash.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { describeWithStack } from '../stack/start.ts'
import { drawPhotos } from '../worker/photos.ts'
import { runWorker } from '../worker/worker-process.ts'
import { compactDay, day, hostOf, imageRow, putShard } from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

const hostile = '<img src=x onerror=alert(1)>&"\'.jpg'

describeWithStack('the report of a day', () => {
  const stack = stackOfBlock()

  const pageOf = async (key: string) => Buffer.from((await stack().bucket.read(key)) ?? []).toString('utf8')

  test('shows the day, with pictures from S3, escaped, and is the same when it is asked twice', async () => {
    const host = hostOf(stack())
    const [[, photo = new Uint8Array()] = []] = await drawPhotos(1, 1)
    await stack().bucket.write(`${prefixes.images}${hostile}`, photo)
    const shown: Row = {
      ...imageRow(host, hostile, { post_id: 'p1', sha256: sha256(photo), width: 100, height: 80 }),
      ...{ logo_count: 1, logo_size: 0.2, logo_centrality: 0.9, brand: 'Acme <b>', brands: ['Acme <b>'] },
    }
    const error = imageRow(host, 'broken.jpg', { status: 'error', error_code: 'corrupt', error_message: 'is broken' })
    const exposure = {
      row_id: shown.row_id ?? '',
      brand: 'Acme <b>',
      logo_count: 1,
      logo_size: 0.2,
      logo_centrality: 0.9,
    }
    await putShard(host, 'exposures', [exposure])
    await putShard(host, 'images', [shown, error])
    // The post came two days before its image.
    const post = {
      post_id: 'p1',
      caption: '<script>alert(1)</script>',
      account: 'a<i>',
      platform: 'instagram',
      likes: 5,
    }
    await putShard(host, 'posts', [post], { dt: '2026-11-20' })
    await compactDay(host)
    await compactDay(host, {}, '2026-11-20')

    const first = await report(host, { dt: day })
    const page = await pageOf(first.key)
    const second = await report(host, { dt: day })

    expect(first).toMatchObject({
      dt: day,
      key: `reports/dt=${day}/report.html`,
      images: 2,
      errors: 1,
      lost: 0,
      posts: 1,
    })
    expect(first.brands).toEqual([expect.objectContaining({ brand: 'Acme <b>', images: 1, share: 1 })])
    expect(page).toContain('data:image/webp;base64,')
    expect(page).toContain('a&lt;i&gt;')
    expect(page).not.toMatch(/<img src=x|<script>alert|Acme <b>/)
    expect(second).toEqual(first)
    expect(await pageOf(second.key)).toBe(page)
    expect(JSON.parse(await pageOf(`reports/dt=${day}/summary.json`))).toEqual(first)
  })

  test('of a day without images says that there are none', async () => {
    const host = hostOf(stack())

    const reported = await report(host, { time: '2026-11-23T04:00:00Z' })

    expect(reported).toMatchObject({ dt: '2026-11-22', images: 0, brands: [] })
    expect(await pageOf(reported.key)).toContain('Images of 2026-11-22')
  })

  test('says by which versions and rules its rows came about, as their worker said', async () => {
    const host = hostOf(stack())
    for (const [key, photo] of await drawPhotos(3, 2)) await stack().bucket.write(`${prefixes.images}${key}`, photo)
    const setup = { environment: stack().environment, queueUrl: stack().queues.uploads.url }

    const { lines } = await runWorker(setup)
    const digest = String(lines[0]?.pipeline_digest)
    const today = new Date().toISOString().slice(0, 10)
    await compactDay(host, {}, today)
    const page = await pageOf((await report(host, { dt: today })).key)

    expect(await stack().bucket.read(provenanceKey(digest))).not.toBeNull()
    expect(page).toContain(`Pipeline digest ${digest}`)
    expect(page).toContain('libvips')
    expect(page).not.toContain('There is no run.json')
  })

  test('a day that is too large to be copied is asked by Athena, and says the same', async () => {
    const host = hostOf(stack())
    await putShard(host, 'images', [imageRow(host, 'a.jpg'), imageRow(host, 'b.jpg', { brightness: 0.5 })])
    // The emulator's Athena knows no types of a table without a file.
    await putShard(host, 'posts', [{ post_id: 'p1', brands_mentioned: ['Acme'] }])
    await compactDay(host)

    const copied = await report(host, { dt: day })
    const copiedPage = await pageOf(copied.key)
    const asked = await report(host, { dt: day }, { most: 0 })

    expect(asked).toEqual(copied)
    expect(await pageOf(asked.key)).toBe(copiedPage)
    expect(host.lines.filter(({ event }) => event === 'report').map(({ engine }) => engine)).toEqual([
      'DuckDB',
      'Athena',
    ])
  })
})

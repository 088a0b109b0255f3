import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { report } from '../../src/cloud/report.ts'
import { sampleWeek } from '../../src/cloud/report-sample.ts'
import { parquetFiles } from '../../src/dataset/files.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { seeded } from '../../src/random.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { describeWithStack } from '../stack/start.ts'
import { compactDay, day, hostOf, imageRow, putShard } from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

describeWithStack('the week before a night', () => {
  const stack = stackOfBlock()
  type OwnHost = ReturnType<typeof hostOf>

  /** Images of two kinds, of which the bright ones show a brand; each with a vector, too. */
  async function putDay(host: OwnHost, dt: string, count: number): Promise<void> {
    const random = seeded(Number(dt.slice(-2)))
    const images = Array.from({ length: count }, (_, i) => {
      const phash = Array.from({ length: 16 }, () => random.integer(16).toString(16)).join('')
      const brightness = (i % 4 === 0 ? 0.9 : 0.1) + random.between(-0.05, 0.05)
      return imageRow(host, `${dt}-${i}.jpg`, {
        phash,
        brightness,
        contrast: random.next(),
        logo_count: i % 4 === 0 ? 1 : 0,
      })
    })
    const branded = images.filter(({ logo_count }) => logo_count === 1)
    const exposure = ({ row_id }: Row): Row => ({ row_id: row_id as string, brand: 'Acme', logo_count: 1 })
    const vector = ({ row_id, brightness }: Row): Row => ({
      ...{ row_id: row_id as string, detection_id: null, model: 'm' },
      vector: [Number(brightness), 1 - Number(brightness), random.between(0, 0.1)],
    })
    const ofRegion = { row_id: images[0]?.row_id as string, detection_id: 'a box', model: 'm', vector: [1, 0, 0] }
    await putShard(host, 'exposures', branded.map(exposure), { dt })
    await putShard(host, 'embeddings', [...images.map(vector), ofRegion], { dt })
    await putShard(host, 'images', [...images, imageRow(host, `${dt}-broken.jpg`, { status: 'error' })], { dt })
    await compactDay(host, {}, dt)
  }

  test('is compared in the report, and the brand of an unusual kind of images is said to be unusual', async () => {
    const host = hostOf(stack())
    for (const dt of ['2026-11-15', '2026-11-16', '2026-11-21', day]) await putDay(host, dt, 24)

    const { week, key } = await report(host, { dt: day })
    const page = Buffer.from((await stack().bucket.read(key)) ?? []).toString('utf8')

    expect(week).toMatchObject({ from: '2026-11-16', to: day, of: 72, images: 72, vector: 'embedding m' })
    expect(week?.brands).toEqual([expect.objectContaining({ brand: 'Acme', images: 18 })])
    expect(week?.brands[0]?.high).toBeLessThan(0.5)
    expect(page).toContain(`72 images, drawn by chance from about 72 of 2026-11-16 to ${day},`)
    expect(page).toContain('How usual the images of each brand are')
  })

  test('is drawn from so that each day has the share that it has of all images', async () => {
    const host = hostOf(stack())
    await putDay(host, '2026-11-20', 10)
    await putDay(host, day, 30)
    const out = await mkdtemp(join(tmpdir(), 'limelight-week-'))

    try {
      const sample = await sampleWeek(host, day, out, 20)
      const reader = await openDataset(out)
      const images = await reader.query<{ key: string }>('SELECT key FROM images')
      const [vectors] = await reader.query<{ n: number }>(
        'SELECT COUNT(*) AS n FROM embeddings JOIN images USING (row_id) WHERE detection_id IS NULL',
      )
      reader.close()

      expect(sample).toEqual({ from: '2026-11-20', to: day, of: 40 })
      expect(images.filter(({ key }) => key.startsWith('2026-11-20'))).toHaveLength(5)
      expect(images.filter(({ key }) => key.startsWith(day))).toHaveLength(15)
      expect(vectors?.n).toBe(20)
      expect(await parquetFiles(out, 'images')).toHaveLength(2)
    } finally {
      await rm(out, { recursive: true })
    }
  })

  test('that can’t be compared leaves a report without it, and a line in the log', async () => {
    const host = hostOf(stack())
    await putDay(host, day, 24)
    await stack().bucket.write('datasets/images/dt=2026-11-20/part-00-of-01.parquet', 'no Parquet')

    const reported = await report(host, { dt: day })

    expect(reported).toMatchObject({ images: 25, week: null })
    expect(host.lines.map(({ event }) => event)).toContain('corpus_failed')
  })
})

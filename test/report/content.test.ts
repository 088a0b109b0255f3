import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openDataset } from '../../src/dataset/read.ts'
import { duckdb } from '../../src/report/dialect.ts'
import { overview, pictures } from '../../src/report/queries.ts'
import { chooseClusters } from '../../src/report/queries-brands.ts'
import { content } from '../../src/report/queries-content.ts'
import { clusteredMean, sharesOf } from '../../src/report/statistics/clustered-mean.ts'
import { wilson } from '../../src/report/statistics/wilson.ts'
import { syntheticDataset } from './synthetic.ts'

let out: string
afterEach(() => rm(out, { recursive: true, force: true }))

async function contentOf(wanted: Parameters<typeof syntheticDataset>[0]) {
  out = await syntheticDataset(wanted)
  const reader = await openDataset(out)
  const asked = { reader, dialect: duckdb }
  const clusters = await chooseClusters(asked, await overview(asked))
  const faces = await reader.query<{ images: number; found: number }>(
    `WITH ${pictures} SELECT COUNT(*) AS images, COUNT(*) FILTER (face_count > 0) AS found FROM picture GROUP BY account`,
  )
  const found = await content(asked, clusters)
  reader.close()
  return { found, faces }
}

describe('what is in the pictures', () => {
  test('has intervals that take the images of an account together', async () => {
    const { found, faces } = await contentOf({ images: 300, brands: ['Acme'], accounts: 12 })

    const [yes, of] = [faces.map((row) => row.found), faces.map((row) => row.images)].map((rows) =>
      Float64Array.from(rows),
    ) as [Float64Array, Float64Array]
    const [face] = found
    expect(of).toHaveLength(12)
    expect(face).toMatchObject({
      kind: 'face',
      images: yes.reduce((a, b) => a + b),
      searched: of.reduce((a, b) => a + b),
    })
    const { low, high } = clusteredMean(sharesOf(yes, of), 'share').interval ?? { low: 0, high: 0 }
    expect(face?.share.interval?.low).toBeCloseTo(low, 10)
    expect(face?.share.interval?.high).toBeCloseTo(high, 10)
    expect(found.map(({ label }) => label).slice(3)).toEqual(expect.arrayContaining(['car', 'cup']))
    const objects = found.filter(({ kind }) => kind === 'object')
    expect(objects.every(({ images, searched, share }) => share.value === images / searched)).toBe(true)
    // Every image has a person in it, so that nothing varies.
    expect(found.find(({ kind }) => kind === 'person')?.share.interval).toEqual(
      wilson(face?.searched ?? 0, face?.searched ?? 0),
    )
  })

  test('of images without posts has the intervals of independent images', async () => {
    const { found } = await contentOf({ images: 60, brands: [], posts: false })

    for (const { images, searched, share } of found) expect(share.interval).toEqual(wilson(images, searched))
    expect(found.length).toBeGreaterThan(3)
  })
})

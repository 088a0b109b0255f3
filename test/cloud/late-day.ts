import { expect } from '@jest/globals'
import type { CompactOptions } from '../../src/cloud/compact.ts'
import type { Host } from '../../src/cloud/host.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { compactDay, day, imageRow, keysBelow, putImages, putLinks, putShard, run, seen } from './made-day.ts'

export const old = Array.from({ length: 12 }, (_, i) => `old ${i}.jpg`)
export const late = Array.from({ length: 12 }, (_, i) => `late ${i}.jpg`)

/** A day that is compacted, and to which shards, other versions of images, posts and links have come since. */
export async function layDay(host: Host, options: CompactOptions): Promise<void> {
  await putImages(
    host,
    old.map((key) => imageRow(host, key)),
  )
  await compactDay(host, options)
  const newer = { etag: 'etag 2', run_id: run(2), stored_at: new Date(`${day}T11:00:00Z`) }
  const images = [
    ...old.slice(0, 6).map((key) => imageRow(host, key, newer)),
    ...late.map((key) => imageRow(host, key)),
  ]
  await putImages(host, images, ['dog', 'cup'], { runId: run(2) })
  await putShard(host, 'posts', [{ post_id: 'p' }], { runId: run(3) })
  await putLinks(host, { 'late 1.jpg': 'p', 'old 8.jpg': 'p' })
}

/** What the day is like in the end, whatever happened on the way. */
export async function expectWholeDay(host: Host): Promise<void> {
  const images = await seen(host, 'images')
  expect(images.map(({ key }) => key)).toEqual([...old, ...late].sort())
  expect(images.filter(({ etag }) => etag === 'etag 2').map(({ key }) => key)).toEqual(old.slice(0, 6).sort())
  expect(images.filter(({ post_id }) => post_id === 'p').map(({ key }) => key)).toEqual(['late 1.jpg', 'old 8.jpg'])
  expectBoxes(images, await seen(host, 'detections'))
  expect(await seen(host, 'detections')).toHaveLength(6 * 1 + 18 * 2)
  expect(await seen(host, 'posts')).toHaveLength(1)
  expect(await keysBelow(host, 'shards/')).toEqual([])
}

/** Every image has its boxes: those of its own version. */
function expectBoxes(images: readonly Row[], detections: readonly Row[]): void {
  for (const { key, row_id, run_id, etag } of images) {
    const labels = detections.filter((row) => row.row_id === row_id).map(({ label }) => label)
    const second = etag === 'etag 2' || (run_id === run(1) && String(key).startsWith('late'))
    expect([key, ...labels.sort()]).toEqual(second ? [key, 'cup', 'dog'] : [key, 'cup'])
  }
}

/** What readers may rely on at any moment. */
export async function expectNothingHalf(host: Host): Promise<void> {
  const images = await seen(host, 'images')
  expect(new Set(images.map(({ row_id }) => row_id)).size).toBe(images.length)
  expect(images.map(({ key }) => key)).toEqual(expect.arrayContaining(old))
  expectBoxes(images, await seen(host, 'detections'))
}

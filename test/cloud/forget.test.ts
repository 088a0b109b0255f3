import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Bucket } from '../../src/aws/bucket.ts'
import { prefixes } from '../../src/aws/contract.ts'
import { downloadVersion, objectVersions, removeVersions } from '../../src/aws/object-versions.ts'
import { forgetInStage } from '../../src/cloud/forget.ts'
import { ingestPosts } from '../../src/cloud/ingest-posts.ts'
import { report } from '../../src/cloud/report.ts'
import { placesOfEach } from '../privacy/search.ts'
import { limelight } from '../run/cli.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { compactDay, hostOf, imageRow, keysBelow, putImages, putShard, run, seen } from './made-day.ts'

const alice = 'alice.shop'
const [first, second] = ['2026-11-20', '2026-11-22']
const shared = 'posts/panel/both.csv'
const header = 'post_id,account,image,caption,tagged_users,likes,notes'

describeWithStack('an account of a stage', () => {
  let stack: Stack
  let folder: string
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack.stop())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limelight-forget-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
    const all = []
    for await (const one of objectVersions(stack.bucket, '')) all.push(one)
    await removeVersions(stack.bucket, all)
  })

  test('is counted, then forgotten in every version of every object; files that hold posts of others are named', async () => {
    await fillStage()
    const ofOthers = await rowsOfBob()
    const before = await versionsInBucket()
    for (const places of Object.values(await placesInBucket())) expect(places).not.toEqual([])
    const command = (...more: string[]) =>
      limelight(['forget', '@Alice.SHOP', '--stage', stack.stage, '--endpoint', stack.endpoint, ...more])

    const dry = await command('--dry-run')
    expect(dry).toMatchObject({ code: 0 })
    expect(dry.stdout).toContain('would forget 3 posts, 2 images of 2 days; named in 1 post of others')
    expect(await versionsInBucket()).toEqual(before)

    const done = await command()
    expect(done).toMatchObject({ code: 1 })
    expect(done.stdout).toContain(`give --delete-shared: ${shared}`)
    const left = Object.values(await placesInBucket()).flat()
    expect(left.length).toBeGreaterThan(0)
    expect(left.filter((place) => !place.includes(encodeURIComponent(shared)))).toEqual([])

    const again = await forget(stack.bucket, true)
    expect(again).toMatchObject({ posts: 0, images: 0, rewritten: [], deleted: [shared] })
    expect(Object.values(await placesInBucket()).flat()).toEqual([])

    await expectBobIsThere(ofOthers)
  })

  test('is forgotten in the end, however often that is cut off', async () => {
    await fillStage()
    const ofOthers = await rowsOfBob()
    const cutOff = (error: Error) => {
      expect(error.message).toBe('cut off')
      return null
    }
    let cuts = 0
    while (!(await forget(endingAfter(5, stack.bucket), true).catch(cutOff))) cuts++

    expect(cuts).toBeGreaterThan(3)
    expect(Object.values(await placesInBucket()).flat()).toEqual([])
    expect(await rowsOfBob()).toEqual(ofOthers)
  })

  test('has what lies in a folder with its name, but not what is in a post of somebody else', async () => {
    const host = hostOf(stack)
    const keys = [`${alice}/of bob.jpg`, `${alice}/of nobody.jpg`, `${alice} 2/other.jpg`]
    for (const key of keys) await host.bucket.write(`images/${key}`, 'picture')
    const rows = keys.map((key, index) => imageRow(host, key, { post_id: index === 0 ? 'b' : null }))
    await putImages(host, rows, ['cup'], { dt: first })
    await putShard(host, 'posts', [{ post_id: 'b', account: 'Bob_99' }], { dt: second })
    await compactDay(host, {}, first)

    expect(await forget(stack.bucket)).toMatchObject({ posts: 0, images: 1, days: [first] })

    const left = [`${alice} 2/other.jpg`, `${alice}/of bob.jpg`]
    expect((await seen(host, 'images', first)).map(({ key }) => key)).toEqual(left)
    expect(await seen(host, 'detections', first)).toHaveLength(2)
    expect(await keysBelow(host, prefixes.images)).toEqual(left.map((key) => `images/${key}`))
  })

  test('that is none is refused', async () => {
    const both = await limelight(['forget', alice, folder, '--stage', 'local'])
    const neither = await limelight(['forget', alice])

    expect([both.code, neither.code]).toEqual([2, 2])
    expect(neither.stderr).toContain('give either the --out folders of runs, or the --stage of a deployment')
    for (const word of ['a b', '', '*', '..'])
      await expect(
        forgetInStage({ bucket: stack.bucket, account: word, dryRun: false, deleteShared: false }),
      ).rejects.toThrow('is no account')
  })

  const forget = (bucket: Bucket, deleteShared = false) =>
    forgetInStage({ bucket, account: alice, dryRun: false, deleteShared, folder })

  /** What must be gone: the name, ids of posts, addresses and content of uploads, ids of rows. */
  let traces: string[] = []

  /** Alice's posts of one day with images of two, measured and not; Bob's, who names her. Nights leave older versions of all of it. */
  async function fillStage(): Promise<void> {
    const host = hostOf(stack, { job: async () => ({}) })
    const { bucket } = host
    const rows = (key: string, lines: string[]) => bucket.write(key, `${[header, ...lines].join('\n')}\n`)
    await rows(shared, [
      `post of bob,Bob_99,s3://${bucket.name}/images/Bob_99/1.jpg,Look at @Alice.Shop.,${alice},7,with ${alice}`,
      `alice-post-1,${alice},s3://${bucket.name}/images/${alice}/1.jpg,mine,,1,`,
    ])
    await rows('posts/scrape/alice.csv', [
      `alice-post-2,${alice},pics/x.jpg,mine,,1,`,
      `alice-post-3,${alice},pics/unmeasured.jpg,mine,,1,`,
    ])
    for (const key of [shared, 'posts/scrape/alice.csv'])
      await ingestPosts(host, { bucket: bucket.name, key, dt: first })
    const uploads = [`${alice}/1.jpg`, `${alice}/later.jpg`, 'scrape/pics/x.jpg', 'scrape/pics/unmeasured.jpg']
    for (const key of [...uploads, ...uploads]) await bucket.write(`images/${key}`, 'picture of her')
    await bucket.remove([`images/${alice}/later.jpg`])
    await bucket.write('images/Bob_99/1.jpg', 'picture of him')
    await bucket.write(
      'manifests/backfill/list.jsonl',
      `{"key":"images/Bob_99/1.jpg"}\n{"key":"images/scrape/pics/x.jpg"}\n`,
    )
    await bucket.write('athena/result.csv', `account\n${alice}\n`)

    const ofFirst = ['Bob_99/1.jpg', `${alice}/1.jpg`].map((key) => imageRow(host, key))
    const ofSecond = [imageRow(host, 'scrape/pics/x.jpg')]
    await putImages(host, ofFirst, ['cup'], { dt: first })
    await putImages(host, ofSecond, ['dog'], { dt: second })
    await compactDay(host, {}, second)
    await compactDay(host, {}, first)
    // The last one is a report whose week ends six days after her pictures of the second day.
    for (const dt of [first, second, second, '2026-11-28'])
      await bucket.write(`reports/dt=${dt}/report.html`, 'picture of her')
    await bucket.write('reports/dt=2026-11-29/report.html', 'picture of him')
    await putShard(host, 'posts', [{ post_id: 'alice-post-1', account: 'Alice.Shop', likes: 2 }], {
      dt: second,
      runId: run(4),
    })
    const hers = [...ofFirst.slice(1, 2), ...ofSecond].map(({ row_id }) => String(row_id))
    traces = [alice, 'alice-post', 'scrape/pics', 'unmeasured', 'pics%2Fx.jpg', 'picture of her', ...hers]
  }

  async function rowsOfBob() {
    const images = (await seen(hostOf(stack), 'images', first)).filter(({ post_id }) => post_id === 'post of bob')
    const boxes = (await seen(hostOf(stack), 'detections', first)).filter(({ row_id }) => row_id === images[0]?.row_id)
    expect([images.length, boxes.length]).toEqual([1, 1])
    return { images, boxes }
  }

  /** With the rest of what is his; and the night works on as before. */
  async function expectBobIsThere(rows: Awaited<ReturnType<typeof rowsOfBob>>): Promise<void> {
    const host = hostOf(stack)
    expect(await rowsOfBob()).toEqual(rows)
    expect(await keysBelow(host, prefixes.images)).toEqual(['images/Bob_99/1.jpg'])
    expect(await seen(host, 'posts', first)).toMatchObject([
      { post_id: 'post of bob', caption: 'Look at @removed.', tagged_users: [], extra: null, likes: 7n },
    ])
    const list = await stack.bucket.read('manifests/backfill/list.jsonl')
    expect(Buffer.from(list ?? []).toString()).toBe('{"key":"images/Bob_99/1.jpg"}\n')

    await putImages(host, [imageRow(host, 'Bob_99/2.jpg')], ['cup'], { runId: run(7), dt: first })
    expect(await compactDay(host, {}, first)).toMatchObject({ rows: { images: 2, posts: 1 } })
    expect(await report(host, { dt: first })).toMatchObject({ images: 2, posts: 1 })
  }

  async function versionsInBucket(): Promise<string[]> {
    const found: string[] = []
    for await (const { key, version } of objectVersions(stack.bucket, '')) found.push(`${key} ${version}`)
    return found
  }

  /** Where each trace stands, in every version of every object. */
  async function placesInBucket(): Promise<Record<string, string[]>> {
    const place = await mkdtemp(join(folder, 'search-'))
    for await (const one of objectVersions(stack.bucket, '')) {
      const name = `${encodeURIComponent(one.key)} ${one.version}${one.key.endsWith('.parquet') ? '.parquet' : ''}`
      if (one.marker) await writeFile(join(place, `${name} marker`), '')
      else await downloadVersion(stack.bucket, one, join(place, name))
    }
    return placesOfEach(traces, place)
  }
})

/** The same bucket, for so many changes. */
function endingAfter(changes: number, bucket: Bucket): Bucket {
  let left = changes
  const client = new Proxy(bucket.client, {
    get(target, property) {
      if (property !== 'send') return Reflect.get(target, property, target)
      return (command: never) => {
        const isChange =
          (command as unknown) instanceof PutObjectCommand || (command as unknown) instanceof DeleteObjectsCommand
        if (isChange && left-- === 0) throw Object.assign(new Error('cut off'), { $metadata: { httpStatusCode: 400 } })
        return target.send(command)
      }
    },
  })
  return { ...bucket, client }
}

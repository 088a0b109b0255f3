import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dayOf } from '../../src/aws/contract.ts'
import { daysAfter } from '../../src/cloud/day.ts'
import type { Host } from '../../src/cloud/host.ts'
import { type ReconcileOptions, reconcile } from '../../src/cloud/reconcile.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { oddNames } from '../stack/odd-names.ts'
import { describeWithStack } from '../stack/start.ts'
import { compactDay, emptyBucket, etagOf, hostOf, imageRow, keysBelow, putShard, run, seen } from './made-day.ts'
import { takeQueued } from './queued.ts'
import { stackOfBlock } from './stack-of-block.ts'

/** What can be there of an upload. */
const fates = {
  measured: { status: 'ok' },
  overwritten: { status: 'ok', etag: 'that of an earlier version' },
  corrupt: { status: 'error', error_code: 'corrupt' },
  'timed out': { status: 'error', error_code: 'timeout' },
  'not found': { status: 'error', error_code: 'not_found', etag: null },
  refused: { status: 'error', error_code: 'refused', etag: null },
  'not there': null,
} as const satisfies Record<string, Row | null>

type Fate = keyof typeof fates
const names = Object.keys(fates) as Fate[]
const settled = new Set<Fate>(['measured', 'corrupt', 'refused'])
/** Uploads of which no row says anything. */
const unseen = new Set<Fate>(['not there', 'overwritten'])

describeWithStack('reconciling a day', () => {
  const stack = stackOfBlock()
  const today = dayOf(new Date())

  /** Uploads images, and stores the rows that there are of them: in shards, in the dataset, or in those of the next day. */
  async function lay(host: Host, uploads: Record<string, Fate>): Promise<void> {
    const rows: Row[] = []
    for (const [key, fate] of Object.entries(uploads)) {
      await host.bucket.write(`images/${key}`, key)
      const row = fates[fate]
      if (row) rows.push(imageRow(host, key, { etag: etagOf(key), ...row }))
    }
    const third = Math.ceil(rows.length / 3)
    await putShard(host, 'images', rows.slice(0, third), { dt: today })
    if (third > 0) await compactDay(host, {}, today)
    await putShard(host, 'images', rows.slice(third, 2 * third), { dt: today, runId: run(2) })
    await putShard(host, 'images', rows.slice(2 * third), { dt: daysAfter(today, 1), runId: run(3) })
  }

  /** Keys that are queued, all for today; takes them away. */
  async function takeAll(): Promise<string[]> {
    const queued = await takeQueued(stack())
    for (const { dt } of queued) expect(dt).toBe(today)
    return queued.map(({ key }) => key).sort()
  }

  const wholeKeys = (keys: readonly string[]) => keys.map((key) => `images/${key}`).sort()

  test('queues exactly the uploads without a settled row of their version', async () => {
    const host = hostOf(stack())
    const fate = fc.constantFrom(...names)
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 25 }), fc.constantFrom(7, 1_000_000), async (drawn, atOnce) => {
        const uploads = Object.fromEntries(drawn.map((fate, i) => [`${i} ${fate}.jpg`, fate]))
        await lay(host, uploads)
        const missing = Object.keys(uploads).filter((key) => !settled.has(uploads[key] as Fate))

        const done = await reconcile(host, { dt: today, round: 3 }, { atOnce })

        expect(done).toEqual({
          dt: today,
          round: 3,
          uploads: drawn.length,
          measured: drawn.length - missing.length,
          queued: missing.length,
          lost: 0,
        })
        expect(await takeAll()).toEqual(wholeKeys(missing))
        await emptyBucket(host)
      }),
      { numRuns: 12 },
    )
  })

  test('queues three times, then gives those a row that have none, and leaves the others', async () => {
    const host = hostOf(stack())
    await lay(host, Object.fromEntries(names.map((fate) => [`${fate}.jpg`, fate])))
    const missing = names.filter((fate) => !settled.has(fate)).map((fate) => `${fate}.jpg`)

    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await reconcile(host, { dt: today })).toMatchObject({ queued: missing.length, lost: 0 })
      expect(await takeAll()).toEqual(wholeKeys(missing))
    }
    const last = await reconcile(host, { dt: today })
    await compactDay(host, {}, today)
    const after = await reconcile(host, { dt: today })

    expect(last).toMatchObject({ queued: 0, lost: unseen.size })
    expect(after).toMatchObject({ queued: 0, lost: 1 })
    expect(await takeAll()).toEqual([])
    const rows = await seen(host, 'images', today)
    const lost = rows.filter(({ error_code }) => error_code === 'lost')
    // Of the one that was overwritten, the row of the earlier version stands: it is given up each time anew.
    expect(lost.map(({ key }) => key)).toEqual(['not there.jpg'])
    expect(lost[0]).toMatchObject({ etag: etagOf('not there.jpg'), status: 'error', bytes: 13n, pipeline_digest: null })
    expect(String(lost[0]?.error_message)).toMatch(/queued 3 times/)
  })

  test('a row that comes in the end stands before "lost"', async () => {
    const host = hostOf(stack())
    await lay(host, { 'late.jpg': 'not there' })
    for (let call = 0; call < 4; call++) await reconcile(host, { dt: today })
    await putShard(host, 'images', [imageRow(host, 'late.jpg', { etag: etagOf('late.jpg') })], { dt: today })

    await compactDay(host, {}, today)

    expect(await seen(host, 'images', today)).toMatchObject([{ key: 'late.jpg', status: 'ok' }])
  })

  test.each(['reconcile: after rows are read', 'reconcile: after images are queued'])(
    'that dies %s is done by the next one, as the same attempt',
    async (step) => {
      const host = hostOf(stack())
      await lay(host, { 'a.jpg': 'not there', 'b.jpg': 'timed out', 'c.jpg': 'measured' })
      const dying: ReconcileOptions = {
        fault: (now) => {
          if (now === step) throw new Error('killed')
        },
      }
      for (let i = 0; i < 4; i++) await expect(reconcile(host, { dt: today }, dying)).rejects.toThrow('killed')

      const done = await reconcile(host, { dt: today })

      expect(done).toMatchObject({ queued: 2, lost: 0 })
      expect([...new Set(await takeAll())]).toEqual(wholeKeys(['a.jpg', 'b.jpg']))
      const folder = `manifests/reconcile/dt=${today}/attempt-1/`
      expect(await keysBelow(host, 'manifests/reconcile/')).toEqual([
        expect.stringMatching(new RegExp(`^${folder}[0-9a-f]+.jsonl$`)),
        `${folder}done.json`,
      ])
    },
  )

  test('twice at once is one attempt', async () => {
    const host = hostOf(stack())
    await lay(host, { 'a.jpg': 'not there', 'b.jpg': 'measured' })
    let [first, both] = [false, () => {}]
    const met = new Promise<void>((resolve) => {
      both = resolve
    })
    const meet = async (step: string) => {
      if (!step.includes('rows are read')) return
      if (first) both()
      first = true
      await met
    }

    const done = await Promise.all([1, 2].map(() => reconcile(host, { dt: today }, { fault: meet })))

    expect(done).toMatchObject([{ queued: 1 }, { queued: 1 }])
    expect(await keysBelow(host, `manifests/reconcile/dt=${today}/`)).toHaveLength(2)
    expect(new Set(await takeAll())).toEqual(new Set(['images/a.jpg']))
  })

  test('keys of any characters are told apart, and lists are cut at a thousand', async () => {
    const host = hostOf(stack())
    const many = Array.from({ length: 1100 }, (_, i) => `many/${i}.jpg`)
    await Promise.all([...oddNames, ...many].map((key) => host.bucket.write(`images/${key}`, key)))
    const half = oddNames.filter((_, index) => index % 2 === 0)
    await putShard(
      host,
      'images',
      half.map((key) => imageRow(host, key, { etag: etagOf(key) })),
      { dt: today },
    )

    const done = await reconcile(host, { dt: today })

    const rest = [...oddNames.filter((key) => !half.includes(key)), ...many]
    expect(done).toMatchObject({ uploads: oddNames.length + many.length, queued: rest.length })
    expect(await takeAll()).toEqual(wholeKeys(rest))
    expect(await keysBelow(host, 'manifests/reconcile/')).toHaveLength(3)
  })

  test('is about uploads of the day only, and a day without uploads is at rest', async () => {
    const host = hostOf(stack())
    await lay(host, { 'a.jpg': 'not there' })

    const before = await reconcile(host, { time: `${today}T02:00:00Z` })

    expect(before).toMatchObject({ dt: daysAfter(today, -1), uploads: 0, queued: 0, lost: 0 })
    expect(await keysBelow(host, 'manifests/')).toEqual([])
  })

  test('a broken shard is named, and nothing is queued', async () => {
    const host = hostOf(stack())
    await lay(host, { 'a.jpg': 'not there' })
    const broken = `shards/images/dt=${today}/${run(1)}-0123456789abcdef.parquet`
    await host.bucket.write(broken, 'no Parquet')

    await expect(reconcile(host, { dt: today })).rejects.toThrow(`${broken}: can't be read as Parquet`)

    expect(await takeAll()).toEqual([])
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dayOf, prefixes } from '../../src/aws/contract.ts'
import { sha256 } from '../../src/hash.ts'
import { runNight, statesOfANight } from '../stack/nightly.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { tally } from '../stack/tally.ts'
import { listen, type Notification } from '../stack/told.ts'
import { type Corpus, makeCorpus, type Truth, upload } from '../stack/uploads.ts'
import { runWorker, startWorker } from '../worker/worker-process.ts'
import { hostOf, keysBelow, seen } from './made-day.ts'

const seed = 22

describeWithStack(`a night on the emulator (seed ${seed})`, () => {
  let stack: Stack
  let corpus: Corpus
  let told: () => Promise<Notification[]>
  let dt: string

  beforeAll(async () => {
    stack = await startStack({ functions: true })
    told = await listen(stack)
    corpus = withBadFile(await makeCorpus(80, { seed }), '!<script>alert("key")</script>.jpg')
    dt = dayOf(new Date())
    await upload(stack.bucket, corpus)
    await stack.bucket.write(`${prefixes.posts}table.csv`, tableOfPosts)
    await runWorker({ environment: stack.environment, queueUrl: stack.queues.uploads.url })
    await untilEmpty(stack.queues.posts)
  }, stackTimeout)

  afterAll(() => stack?.stop())

  test('ends with one row an upload, a report and a word of it', async () => {
    const { status, states } = await runNight(stack, { dt })

    expect({ status, states: states.filter((name) => name !== 'Compact a slice') }).toEqual({
      status: 'SUCCEEDED',
      states: statesOfANight,
    })
    const { problems, uploaded, processed, quarantined } = await tally(stack.bucket, corpus.truth)
    expect(problems).toEqual([])
    expect(processed + quarantined).toBe(uploaded)
    expect(await keysBelow(hostOf(stack), prefixes.shards)).toEqual([])
    const [mail, ...more] = await told()
    expect(more).toEqual([])
    expect(mail?.Subject).toContain(`${dt}: ${uploaded} images`)
    expect(mail?.Message).toContain(`s3://${stack.bucket.name}/reports/dt=${dt}/report.html`)
  })

  test('gives images the posts that they belong to, from a table and from files beside them', async () => {
    const images = await seen<{ key: string; post_id: string | null }>(hostOf(stack), 'images', dt)
    const posts = await seen<{ post_id: string }>(hostOf(stack), 'posts', dt)

    const postOf = new Map(images.map(({ key, post_id }) => [key, post_id]))
    expect(postOf.get('odd/with space.jpg')).toBe('p1')
    expect(postOf.get('odd/plus+plus+.jpg')).toBe('p2')
    for (const { key } of corpus.posts) expect(postOf.get(key.replace('.json.xz', '.jpg'))).toBeTruthy()
    expect(posts).toHaveLength(2 + corpus.posts.length)
  })

  test('writes a page in which neither a key nor an account is markup', async () => {
    const page = String(Buffer.from((await stack.bucket.read(`reports/dt=${dt}/report.html`)) ?? []))

    expect(page).toMatch(/^<!doctype html>/i)
    expect(page).toContain('!&lt;script&gt;alert(')
    expect(page).toContain('account&lt;script&gt;alert(')
    expect(page).not.toContain('<script>alert(')
  })

  test('asked again it gives the same', async () => {
    const state = async () => ({
      images: await seen(hostOf(stack), 'images', dt),
      datasets: await keysBelow(hostOf(stack), prefixes.datasets),
      summary: String(Buffer.from((await stack.bucket.read(`reports/dt=${dt}/summary.json`)) ?? [])),
    })
    const before = await state()

    const { status } = await runNight(stack, { dt })

    expect(status).toBe('SUCCEEDED')
    expect(await state()).toEqual(before)
    expect(await told()).toHaveLength(1)
  })

  test('queues again what nobody has measured, and waits for it', async () => {
    const key = 'late and lost.jpg'
    const { bytes } = corpus.uploads.find(({ kind }) => kind === 'ok') ?? { bytes: new Uint8Array() }
    const truth = new Map<string, Truth>([...corpus.truth, [key, { sha256: sha256(bytes), kind: 'ok' }]])
    const { uploads, manifests } = stack.queues
    await stack.bucket.write(`${prefixes.images}${key}`, bytes)
    // Its event gets lost.
    await uploads.remove(await uploads.receive({ visibility: 60, wait: 10 }))

    const night = runNight(stack, { dt })
    const worker = startWorker({ environment: stack.environment, queueUrl: manifests.url, sizes: { idle: 120 } })
    const { status, states } = await night
    worker.kill('SIGTERM')
    expect((await worker.ended).exitCode).toBe(0)

    expect(status).toBe('SUCCEEDED')
    expect(states.filter((name) => name === 'Reconcile')).toHaveLength(2)
    expect(states).toContain('Wait for workers')
    expect((await tally(stack.bucket, truth)).problems).toEqual([])
    const [mail] = await told()
    expect(mail?.Subject).toContain(`${truth.size} images`)
  })

  test('says so when it fails', async () => {
    const { status, states } = await runNight(stack, { dt: 'yesterday' })

    expect(status).toBe('FAILED')
    expect(states.slice(-2)).toEqual(['Tell of the failure', 'Failed'])
    const [mail] = await told()
    expect(mail?.Subject).toMatch(/yesterday: the night failed/)
    expect(mail?.Message).toContain('is no day')
  })
})

const tableOfPosts = `id,account,image,caption
p1,account<script>alert(1)</script>,odd/with space.jpg,"Hello <script>alert(""caption"")</script> #ad"
p2,account<script>alert(1)</script>,odd/plus+plus+.jpg,Good morning
`

/** The report shows the first bad files by key. */
function withBadFile(corpus: Corpus, key: string): Corpus {
  const bytes = Buffer.from('<html>')
  const truth = new Map<string, Truth>([...corpus.truth, [key, { sha256: sha256(bytes), kind: 'bad' }]])
  return { ...corpus, uploads: [...corpus.uploads, { key, bytes, kind: 'bad' }], truth }
}

/** Functions take from this queue by themselves. */
async function untilEmpty(queue: Stack['queues']['posts']): Promise<void> {
  for (;;) {
    const { waiting, inFlight } = await queue.backlog()
    if (waiting + inFlight === 0) return
    await sleep(200)
  }
}

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { prefixes } from '../../src/aws/contract.ts'
import { sha256 } from '../../src/hash.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from './start.ts'
import { announce, type Corpus, makeCorpus, upload } from './uploads.ts'

describeWithStack('a corpus to upload', () => {
  const seed = 20261122
  let corpus: Corpus
  let stack: Stack

  beforeAll(async () => {
    stack = await startStack()
    corpus = await makeCorpus(300, { seed })
  }, stackTimeout)

  afterAll(() => stack?.stop())

  test('is the same for the same seed', async () => {
    const again = await makeCorpus(300, { seed })

    expect([...again.truth]).toEqual([...corpus.truth])
    expect(again.announcedTwice).toEqual(corpus.announcedTwice)
  })

  test('knows what becomes of every file', async () => {
    const wrong: string[] = []
    for (const { key, bytes, kind } of corpus.uploads) {
      const outcome = await decode(bytes, defaultDecodeOptions).then(
        () => 'ok',
        () => 'bad',
      )
      if (outcome !== kind) wrong.push(`${key}: ${outcome} instead of ${kind}`)
    }

    expect(wrong).toEqual([])
    expect(new Set(corpus.uploads.map(({ kind }) => kind))).toEqual(new Set(['ok', 'bad']))
  })

  test('has as many keys as were asked for, some overwritten, some pictures twice', () => {
    const contents = [...corpus.truth.values()].map((truth) => truth.sha256)

    expect(corpus.truth.size).toBe(300)
    expect(corpus.uploads.length).toBeGreaterThan(300)
    expect(new Set(contents).size).toBeLessThan(contents.length)
    expect(Math.max(...[...corpus.truth.keys()].map((key) => Buffer.byteLength(prefixes.images + key)))).toBe(1_000)
  })

  test('arrives byte by byte under its keys, and every upload is announced', async () => {
    await upload(stack.bucket, corpus)
    await announce(stack.bucket, stack.queues.uploads, corpus.announcedTwice)

    const stored = new Map<string, string>()
    for await (const { key } of stack.bucket.list(prefixes.images)) {
      stored.set(key.slice(prefixes.images.length), sha256((await stack.bucket.read(key)) ?? new Uint8Array()))
    }
    expect(Object.fromEntries(stored)).toEqual(
      Object.fromEntries([...corpus.truth].map(([key, truth]) => [key, truth.sha256])),
    )
    // One more: S3 tries a queue when it is named to it.
    const { waiting } = await stack.queues.uploads.backlog()
    expect(waiting).toBe(corpus.uploads.length + corpus.announcedTwice.length + 1)
  })
})

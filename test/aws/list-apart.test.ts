import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Bucket } from '../../src/aws/bucket.ts'
import { listApart, listParts, partsBelow } from '../../src/aws/list-apart.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('a bucket that is listed in parts', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())
  afterEach(async () => stack.bucket.remove(await inOrder()))

  const put = async (keys: readonly string[]) => {
    for (let at = 0; at < keys.length; at += 20)
      await Promise.all(keys.slice(at, at + 20).map((key) => stack.bucket.write(`images/${key}`, 'x')))
  }
  async function inOrder(): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of stack.bucket.list('images/')) keys.push(key)
    return keys
  }
  async function inParts(bucket: Bucket = stack.bucket): Promise<string[]> {
    const keys: string[] = []
    for await (const page of listApart(bucket, 'images/')) keys.push(...page.map(({ key }) => key))
    return keys
  }

  const names = Array.from({ length: 23 }, (_, at) => `account ${at}`)
  test.each([
    ['nothing', []],
    ['no folders', ['b.jpg', 'a.jpg', 'ü.jpg']],
    [
      'many folders, and files beside them',
      [...names.flatMap((name) => [`${name}/1.jpg`, `${name}/2/3.jpg`]), 'z.jpg', '0'],
    ],
    ['folders in one folder', names.map((name) => `2026/11/${name}/1.jpg`)],
    ['two folders, with markers', ['a/', 'a/1', 'b/', 'b/1', 'a0', 'b0']],
    [
      'names that JavaScript orders otherwise than S3',
      ['\u{1f388}/1', '\ufffd/1', '\uffee/2', 'z/1', '\u{1f388}z', '\u{1f600}/2'],
    ],
  ])('gives every object once: %s', async (_, keys) => {
    await put(keys)

    const found = await inParts()

    expect(found.sort()).toEqual(keys.map((key) => `images/${key}`).sort())
  })

  test('more than a page of each part comes whole, side by side', async () => {
    await put(Array.from({ length: 2300 }, (_, at) => `${at % 2 === 0 ? 'even' : 'odd'}/${at}.jpg`))
    let [open, most] = [0, 0]
    const watched: Bucket = {
      ...stack.bucket,
      async *list(prefix, after) {
        most = Math.max(most, ++open)
        yield* stack.bucket.list(prefix, after)
        open--
      },
    }

    const found = await inParts(watched)

    expect(new Set(found).size).toBe(2300)
    expect(found.length).toBe(2300)
    expect(most).toBe(2)
  })

  test('who stops at any page goes on with what is left', async () => {
    const keys = names.flatMap((name) => [`${name}/1.jpg`, `${name}/2.jpg`]).concat('z', '0')
    await put(keys)
    const found: string[] = []
    let calls = 0

    let parts = await partsBelow(stack.bucket, 'images/')
    for (; parts.length > 0; calls++) {
      const pages = listParts(stack.bucket, 'images/', parts)
      const { value } = await pages.next()
      await pages.return(undefined)
      found.push(...(value?.page ?? []).map(({ key }: { key: string }) => key))
      // As it is kept between two calls.
      parts = JSON.parse(JSON.stringify(value?.rest ?? []))
    }

    expect(found.sort()).toEqual(keys.map((key) => `images/${key}`).sort())
    expect(calls).toBeGreaterThanOrEqual(8)
  })

  test('who stops early ends it, and an error of one part is thrown', async () => {
    await put(['a/1', 'b/1'])
    for await (const page of listApart(stack.bucket, 'images/')) {
      expect(page.length).toBe(1)
      break
    }
    const failing: Bucket = {
      ...stack.bucket,
      // biome-ignore lint/correctness/useYield: it fails before it has anything
      async *list(_, after) {
        if (after !== undefined) throw new Error('S3 is away')
      },
    }

    await expect(inParts(failing)).rejects.toThrow('S3 is away')
  })
})

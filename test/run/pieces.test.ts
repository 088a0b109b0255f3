import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { writeShard } from '../../src/dataset/write.ts'
import type { Post } from '../../src/posts/post.ts'
import { configJsonSchema } from '../../src/run/config.ts'
import { readDone, writeDone } from '../../src/run/done.ts'
import { lock } from '../../src/run/lock.ts'
import { first, sampled } from '../../src/run/sample.ts'
import { HashSet, hash64 } from '../../src/run/seen.ts'
import type { SourceItem } from '../../src/sources/source.ts'

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-pieces-'))
  try {
    await body(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('docs/limelight.config.schema.json says what the config may hold', () => {
  expect(readFileSync('docs/limelight.config.schema.json', 'utf8')).toBe(configJsonSchema())
})

describe('the set of hashes', () => {
  test('answers as a Set does', () => {
    const values = fc.array(fc.bigInt({ min: 2n, max: 2n ** 64n - 1n }), { maxLength: 3000 })
    fc.assert(
      fc.property(values, (hashes) => {
        const [ours, theirs] = [new HashSet(), new Set<bigint>()]
        for (const hash of [...hashes, ...hashes]) {
          expect(ours.add(hash)).toBe(!theirs.has(hash))
          theirs.add(hash)
        }
        expect(ours.size).toBe(theirs.size)
      }),
      { numRuns: 20 },
    )
  })

  test('keeps a hundred thousand texts apart', () => {
    const set = new HashSet()
    for (let i = 0; i < 100_000; i++) set.add(hash64(`/pictures/${i}.jpg`))

    expect(set.size).toBe(100_000)
    expect(set.add(hash64('/pictures/99999.jpg'))).toBe(false)
    expect(set.add(hash64('/pictures/100000.jpg'))).toBe(true)
  })
})

test('what is done is found again by row, key and post', () =>
  inFolder(async (out) => {
    const row = { uri: '/a', row_id: 'r', key: 'a', post_id: null, status: 'ok', pipeline_digest: 'd', run_id: '1' }
    await writeShard(out, 'images', [row, { ...row, uri: '/b', row_id: 's', pipeline_digest: 'other' }])

    const count = await writeDone(out, join(out, 'done'), { digest: 'd', retryErrors: false })

    const done = await readDone(join(out, 'done'))
    expect(count).toBe(1)
    expect(done.has({ row_id: 'r', key: 'a', post_id: null })).toBe(true)
    expect(done.has({ row_id: 'r', key: 'a', post_id: 'p' })).toBe(false)
    expect(done.has({ row_id: 's', key: 'a', post_id: null })).toBe(false)
  }))

describe('the lock', () => {
  const here = (pid: number) => JSON.stringify({ pid, host: hostname(), run: 'dead' })

  test.each([
    ['of a dead process', here(2 ** 22 + 1)],
    ['of a dead process that had the number of this one', here(process.pid)],
    ['that its process did not get to write into', ''],
    ['that was half written', '{"pid": 1'],
  ])('%s is taken over', (_what, left) =>
    inFolder(async (folder) => {
      const path = join(folder, 'lock')
      await writeFile(path, left)

      const release = await lock(folder, 'mine')

      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, run: 'mine' })
      release()
      expect(await readdir(folder)).toEqual([])
    }),
  )

  test.each([
    ['lives', process.ppid, null],
    ['is on another machine', 1, 'elsewhere'],
    ['is on another machine and has the number of this one', process.pid, 'elsewhere'],
  ])('of a process that %s is respected', (_what, pid, host) =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'lock'), JSON.stringify({ pid, host: host ?? hostname(), run: 'theirs' }))

      await expect(lock(folder, 'mine')).rejects.toThrow(String(pid))
    }),
  )
})

test('a lock that cannot be read stops a run at once', () =>
  inFolder(async (folder) => {
    await symlink('lock', join(folder, 'lock'))

    await expect(lock(folder, 'mine')).rejects.toThrow("lock: can't be read")
  }))

describe('a sample', () => {
  async function* items(posts: number): AsyncIterable<SourceItem> {
    for (let p = 0; p < posts; p++) {
      yield { kind: 'post', post: { post_id: `p${p}` } as Post }
      for (const i of [0, 1])
        yield { kind: 'image', reference: { uri: `/${p}-${i}`, key: `${p}-${i}`, postId: `p${p}` } }
    }
  }
  async function collect(some: AsyncIterable<SourceItem>): Promise<string[]> {
    const texts: string[] = []
    for await (const item of some) texts.push(item.kind === 'post' ? item.post.post_id : item.reference.key)
    return texts
  }

  test('brings the post of each image along, once, before it, and keeps their order', async () => {
    const all = await collect(items(500))

    const some = await collect(sampled(items(500), { size: 40, seed: 5 }))

    expect(some.filter((text) => text.includes('-'))).toHaveLength(40)
    expect(some).toEqual(all.filter((text) => some.includes(text)))
    for (const key of some.filter((text) => text.includes('-'))) expect(some).toContain(`p${key.split('-')[0]}`)
  })

  test('takes every image with the same chance', async () => {
    const hits = new Array<number>(20).fill(0)
    for (let seed = 0; seed < 2000; seed++) {
      for (const text of await collect(sampled(items(10), { size: 4, seed }))) {
        const [post, image] = text.split('-').map(Number)
        if (image !== undefined) hits[(post ?? 0) * 2 + image] = (hits[(post ?? 0) * 2 + image] ?? 0) + 1
      }
    }

    // 2000 draws at 0.2: mean 400, standard deviation 18.
    for (const n of hits) expect(Math.abs(n - 400)).toBeLessThan(90)
  })

  test('larger than the source is the source; the first none are none', async () => {
    expect(await collect(sampled(items(3), { size: 99, seed: 1 }))).toEqual(await collect(items(3)))
    expect(await collect(first(items(3), 0))).toEqual([])
    expect(await collect(first(items(3), 3))).toEqual(['p0', '0-0', '0-1', 'p1', '1-0'])
  })
})

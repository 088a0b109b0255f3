import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { unpackSlowly } from '../../src/sources/zstd.ts'
import { made } from './made-exports.ts'
import { makeFolder, readSource } from './scratch.ts'

describe('files that are packed, cut or called something else', () => {
  test('a name says nothing: content decides', async () => {
    const folder = makeFolder({
      export: readFileSync(made('zeeschuimer.ndjson')),
      'export.json': readFileSync(made('zeeschuimer.ndjson')),
      'posts.txt': readFileSync(made('4cat-twitter.csv')),
      'a.ndjson.gz': gzipSync(readFileSync(made('zeeschuimer.ndjson'))),
      'b.json.zst': readFileSync(made('RS_2025-12.zst')),
    })

    const kinds = await Promise.all(
      ['export', 'export.json', 'posts.txt', 'a.ndjson.gz', 'b.json.zst'].map(async (name) => {
        const { source, posts } = await readSource(join(folder, name))
        return [source.kind, posts.length]
      }),
    )

    expect(kinds).toEqual([
      ['zeeschuimer', 9],
      ['zeeschuimer', 9],
      ['4cat', 1],
      ['zeeschuimer', 9],
      ['reddit', 3],
    ])
  })

  test('a packed file that ends too early: what came before is read, and a note says where it ends', async () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      JSON.stringify({ id: `p${i}`, title: `post ${i * 7919}`, created_utc: 1766000000, subreddit: 'a', url: '' }),
    ).join('\n')
    const whole = gzipSync(many)
    const path = join(makeFolder({ 'x.gz': whole.subarray(0, whole.length >> 1) }), 'x.gz')

    const { posts, notes } = await readSource(path)

    expect(posts.length).toBeGreaterThan(100)
    expect(posts.length).toBeLessThan(3000)
    expect(notes.at(-1)).toMatch(/^x\.gz:\d+: the \.gz file ends too early or is damaged/)
  })

  test('zst without the help of Node: the same, in pieces of any size; a window that is too large is told', async () => {
    const packed = readFileSync(made('RC_2025-12.zst'))
    const pieces = async function* (size: number) {
      for (let at = 0; at < packed.length; at += size) yield packed.subarray(at, at + size)
    }
    for (const size of [7, 64, packed.length]) {
      const chunks: Buffer[] = []
      for await (const chunk of unpackSlowly(pieces(size), 'RC.zst')) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe(readFileSync(made('reddit-comments.jsonl'), 'utf8'))
    }
    // As `zstd --long=31` begins: a window of 2 GB.
    const huge = Buffer.from('28b52ffd04a8', 'hex')
    const read = async () => {
      for await (const _ of unpackSlowly(Readable.from([huge]), 'RC.zst'));
    }
    await expect(read()).rejects.toThrow(/RC\.zst: is packed with a window of 2048 MB.*zstd -d --long=31 RC\.zst/)
  })

  test('a JSON list that ends too early', async () => {
    const text = readFileSync(made('apify.json'), 'utf8')
    const path = join(makeFolder({ 'a.json': text.slice(0, text.indexOf('"APify2"') + 40) }), 'a.json')

    const { posts, notes } = await readSource(path)

    expect(posts.map(({ post_id }) => post_id)).toEqual(['APify1'])
    expect(notes).toEqual(['a.json:2: the list is not closed, the file ends too early; what came before is read'])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { cacheFolder } from '../../src/fetch/cache.ts'
import { sha256 } from '../../src/hash.ts'
import { failureOf } from './failure.ts'
import { fetcher, picture, scratch, web } from './local-fetcher.ts'
import { answer, type Page, redirect } from './local-web.ts'

describe('an image on the web', () => {
  test('is stored once under its hash, and asked for once', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture), '/b.jpg': answer(200, picture) })
    const urls = ['a', 'b'].map((name) => `http://example.org:${port}/${name}.jpg`)

    for (const uri of [...urls, ...urls]) {
      const { file, sha256: hash } = await fetcher().obtain({ uri })
      expect(hash).toBe(sha256(picture))
      expect(readFileSync(file)).toEqual(picture)
    }

    expect(asked).toEqual(['/a.jpg', '/b.jpg'])
    const content = readdirSync(join(cacheFolder(scratch.out), 'content'), { recursive: true, withFileTypes: true })
    expect(content.filter((entry) => entry.isFile())).toHaveLength(1)
    expect(readdirSync(join(cacheFolder(scratch.out), 'drafts'))).toEqual([])
  })

  test('is asked for with its signature and known without', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://cdn.example:${port}/a.jpg`

    await fetcher().obtain({ uri, address: `${uri}?x-expires=99&x-signature=s` })
    await fetcher().obtain({ uri, address: `${uri}?x-expires=100&x-signature=t` })

    expect(asked).toEqual(['/a.jpg?x-expires=99&x-signature=s'])
  })

  test('redirects are followed, five at most', async () => {
    const { port, asked } = await web({
      '/1': redirect('/2'),
      '/2': redirect('3', 301),
      '/3': answer(200, picture),
      '/round': redirect('/round'),
    })

    await fetcher().obtain({ uri: `http://a.example:${port}/1` })
    const round = await failureOf(fetcher().obtain({ uri: `http://a.example:${port}/round` }))

    expect(asked.slice(0, 3)).toEqual(['/1', '/2', '/3'])
    expect(round).toEqual({ code: 'unreachable', message: 'more than 5 redirects' })
    expect(asked.filter((path) => path === '/round')).toHaveLength(6)
  })

  test('--refresh asks whether it has changed; what was fetched stays, whatever the server says today', async () => {
    let now: Page = answer(200, picture, { etag: '"v1"' })
    const { port, asked } = await web({ '/a.jpg': (request, response) => now(request, response) })
    const uri = `http://a.example:${port}/a.jpg`
    const tags: unknown[] = []
    const hashes: string[] = []

    await fetcher().obtain({ uri })
    for (const next of [answer(304), answer(200, 'other', { etag: '"v2"' }), answer(403)]) {
      now = (request, response) => {
        tags.push(request.headers['if-none-match'])
        next(request, response)
      }
      hashes.push((await fetcher({ refresh: true }).obtain({ uri })).sha256)
    }

    expect(asked).toHaveLength(4)
    expect(tags).toEqual(['"v1"', '"v1"', '"v2"'])
    expect(hashes).toEqual([sha256(picture), sha256('other'), sha256('other')])
  })
})

test('objects in S3 are read by what is given for it, and cached like others', async () => {
  let reads = 0
  const readObject = async () => {
    reads++
    return picture
  }

  await fetcher({}, { readObject }).obtain({ uri: 's3://bucket/a.jpg' })
  await fetcher({}, { readObject }).obtain({ uri: 's3://bucket/a.jpg' })
  const without = await failureOf(fetcher().obtain({ uri: 's3://bucket/b.jpg' }))

  expect(reads).toBe(1)
  expect(without.code).toBe('unreachable')
})

import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sortedEntries } from '../../src/sources/directory.ts'
import { sortKey } from '../../src/sources/file-group.ts'
import { openSource } from '../../src/sources/open.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { jpeg, makeFolder, readSource } from './scratch.ts'

describe('a folder as it lies', () => {
  test('images are found by name or content, at any depth; the rest is counted by kind', async () => {
    const folder = makeFolder({
      'a.jpg': jpeg,
      'b/c/empty.png': '',
      'b/photo.heic': 'x',
      'b/picture': jpeg,
      'b/picture.txt': jpeg,
      'drawing.svg': '<svg/>',
      'BMW.txt': 'BMW M3, what a car',
      'notes.txt': 'P1 is a plan',
      'film.MP4': 'x',
      LICENSE: 'x',
      'data.json': '{"node": 1}',
      '.DS_Store': 'x',
      '.git/HEAD.jpg': jpeg,
    })

    const { images, posts, leftOut, notes, uris } = await readSource(folder)

    expect(Object.keys(images)).toEqual([
      'a.jpg',
      'drawing.svg',
      'b/photo.heic',
      'b/picture.txt',
      'b/picture',
      'b/c/empty.png',
    ])
    expect(uris[0]).toBe(join(folder, 'a.jpg'))
    expect(leftOut).toEqual({ '.txt': 2, video: 1, 'no ending': 1, '.json': 1, hidden: 2 })
    expect([posts, notes]).toEqual([[], []])
  })

  test('reading it twice says the same, ledger included', async () => {
    const source = await openSource(makeFolder({ 'a.jpg': jpeg, 'b.txt': 'x' }))
    const read = async (): Promise<unknown[]> => {
      const items: unknown[] = []
      for await (const item of source.items()) items.push(item)
      return [items, [...source.ledger.leftOut]]
    }

    expect(await read()).toEqual(await read())
  })

  test('links are followed once, never in a circle; a dead link named as an image is a reference', async () => {
    const outside = makeFolder({ 'x/o.jpg': jpeg })
    const folder = makeFolder({ 'a/b.jpg': jpeg })
    symlinkSync(folder, join(folder, 'a/up'))
    symlinkSync(join(folder, 'a'), join(folder, 'again'))
    symlinkSync(outside, join(folder, 'out1'))
    symlinkSync(outside, join(folder, 'out2'))
    symlinkSync(outside, join(outside, 'x/self'))
    symlinkSync(join(folder, 'a/b.jpg'), join(folder, 'link.jpg'))
    symlinkSync(join(outside, 'not there'), join(folder, 'dead.jpg'))
    symlinkSync(join(outside, 'not there'), join(folder, 'dead'))

    const { images, leftOut, notes } = await readSource(folder)

    expect(Object.keys(images).sort()).toEqual(['a/b.jpg', 'dead.jpg', 'link.jpg', 'out1/x/o.jpg'])
    expect(leftOut).toEqual({ 'link to a folder seen elsewhere': 4, 'dead link': 1 })
    expect(notes).toEqual(['dead: a link to nothing (ENOENT)'])
  })

  test('a named pipe is counted and not waited for', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg })
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')])

    const { images, leftOut } = await readSource(folder)

    expect(Object.keys(images)).toEqual(['a.jpg'])
    expect(leftOut).toEqual({ special: 1 })
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? test.skip : test)('a sub-folder that may not be read is a note', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg, 'locked/b.jpg': jpeg })
    chmodSync(join(folder, 'locked'), 0)

    const { images, notes } = await readSource(folder)

    chmodSync(join(folder, 'locked'), 0o700)
    expect(Object.keys(images)).toEqual(['a.jpg'])
    expect(notes).toEqual([expect.stringContaining('locked: cannot be read (EACCES)')])
  })

  test('a sub-folder that vanishes during the walk is a note', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg, 'gone/b.jpg': jpeg })
    const source = await openSource(folder)

    const keys: string[] = []
    for await (const item of source.items()) {
      if (item.kind === 'image') keys.push(item.reference.key)
      rmSync(join(folder, 'gone'), { recursive: true, force: true })
    }

    expect(keys).toEqual(['a.jpg'])
    expect(source.ledger.notes).toEqual([expect.stringContaining('gone: cannot be read (ENOENT)')])
  })

  test('names come in order and each once, however few are held at a time', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[ab_][ab12_.]{0,5}(?:jpg|txt)?$/), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 2, max: 9 }), async (given, held) => {
        const folder = makeFolder(Object.fromEntries(given.map((name) => [name, ''])))
        const found: string[] = []
        for await (const entry of sortedEntries(folder, sortKey, held)) found.push(entry.name)
        const byKey = (a: string, b: string): number => (sortKey(a) < sortKey(b) ? -1 : 1)
        expect(found).toEqual([...given].sort(byKey))
      }),
      { numRuns: 100 },
    )
  })

  test('nothing there, an address, and what is no source are told apart', async () => {
    const folder = makeFolder({ 'a.doc': 'x' })

    await expect(openSource(join(folder, 'b'))).rejects.toThrow(/b: there is nothing there; give a folder/)
    await expect(openSource('s3://bucket/x')).rejects.toThrow(/is an address/)
    await expect(openSource(join(folder, 'a.doc'))).rejects.toThrow(
      /is not a source; give a folder, an image, or a table/,
    )
  })

  test('one image file is a source, by name or content', async () => {
    const folder = makeFolder({ 'a.jpg': '', b: jpeg, 'c.csv': jpeg })

    for (const name of ['a.jpg', 'b', 'c.csv'])
      expect((await readSource(join(folder, name))).images).toEqual({ [name]: null })
  })
})

describeWithShared('odd and broken files', (shared) => {
  test('each of them is a reference or is counted', async () => {
    const { images, leftOut } = await readSource(`${shared}/data/bad-images`)

    const counted = Object.values(leftOut).reduce((sum, count) => sum + count, 0)
    expect(Object.keys(images).length + counted).toBe(250)
    expect(leftOut['.tsv']).toBe(1)
  })
})

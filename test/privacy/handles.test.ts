import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openDatabase } from '../../src/dataset/database.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { cutCaption } from '../../src/posts/cut-caption.ts'
import { hasHandle } from '../../src/privacy/account-name.ts'
import { forgetRows } from '../../src/privacy/forget-rows.ts'
import { remove, temporaryFolder } from '../run/cli.ts'

let folder = ''
let at = 0
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => remove(folder))

/** Captions of others after an account was forgotten, in order. */
async function forgotten(name: string, captions: readonly string[], platform: string | null): Promise<string[]> {
  const out = `${folder}/${at++}`
  const posts = captions.map((caption, i) => ({ post_id: String(i).padStart(4, '0'), platform, caption }))
  await writeShard(out, 'posts', posts)
  const { connection, close } = await openDatabase()
  const { mentions } = await forgetRows(connection, out, { name, dryRun: false })
  close()
  const reader = await openDataset(out)
  const rows = await reader.query<{ caption: string }>('SELECT caption FROM posts ORDER BY post_id')
  reader.close()
  const left = rows.map(({ caption }) => caption)
  expect(mentions).toBe(left.filter((caption, i) => caption !== captions[i]).length)
  return left
}

describe('a handle that is forgotten', () => {
  test.each([
    ['instagram', '@acme.co @acme', '@acme.co @removed'],
    ['instagram', 'by @ACME. And @acme, @acme@acme!', 'by @removed. And @removed, @removed@removed!'],
    ['instagram', '写真@acmeさん', '写真@removedさん'],
    ['instagram', '@acme_shop @acme2 me@acme.org acme', '@acme_shop @acme2 me@acme.org acme'],
    ['tiktok', '@acme.co\n@acme', '@acme.co\n@removed'],
    [null, '@acme.co @acme..', '@acme.co @removed..'],
    ['x', '@acme.co ＠acme', '@removed.co ＠removed'],
    ['reddit', 'u/acme-fans u/acme, /u/Acme', 'u/acme-fans u/removed, /u/removed'],
  ])('is the whole one on %s: %s', async (platform, caption, left) => {
    expect(await forgotten('acme', [caption], platform)).toEqual([left])
  })

  test.each(['a.b', 'a-b', 'a'])('%s has signs of its own, which are no patterns', async (name) => {
    const captions = [`@${name}!`, '@a.b.c', '@axb', '@aab', `u/${name}`]
    const left = await forgotten(name, captions, 'instagram')

    expect(left).toEqual(['@removed!', '@a.b.c', '@axb', '@aab', 'u/removed'])
  })

  test('is found nowhere afterwards, as captions are cut, and no other handle is lost', async () => {
    const piece = fc.constantFrom('@acme', '@acme', '.', 'co', ' ', '@', 'u/acme', '-', '_', 'さん', '\n', '/')
    const caption = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''))
    const captions = fc.sample(caption, 500)
    for (const platform of ['instagram', 'x', 'reddit']) {
      const left = await forgotten('acme', captions, platform)

      left.forEach((text, i) => {
        const before = cutCaption(captions[i] ?? '', platform).handles
        const after = cutCaption(text, platform).handles
        expect([captions[i], hasHandle(text, 'acme', platform)]).toEqual([captions[i], false])
        expect(after.filter((name) => name !== 'removed')).toEqual(before.filter((name) => name !== 'acme'))
      })
    }
  })
})

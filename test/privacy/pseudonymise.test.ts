import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openDataset } from '../../src/dataset/read.ts'
import { replaceHandles } from '../../src/posts/replace-handles.ts'
import { pseudonymsOf } from '../../src/run/pseudonyms.ts'
import { limelight, remove, temporaryFolder } from '../run/cli.ts'
import { alice, bob, postsOfPeople } from './posts-of-people.ts'
import { placesOf } from './search.ts'

let folder = ''
let table = ''
let out = ''

beforeAll(async () => {
  folder = await temporaryFolder()
  table = await postsOfPeople(folder)
  out = join(folder, 'out')
  await run(out)
})

afterAll(async () => {
  await remove(folder)
})

describe('a run with --pseudonymise', () => {
  test('leaves no name and no post id of a platform anywhere in what it wrote', async () => {
    for (const word of [alice, bob, 'carol', 'example.org']) expect(await placesOf(word, out)).toEqual([])
    const posts = await rowsOf('SELECT post_id, caption FROM posts ORDER BY likes')
    expect(posts.map(({ post_id }) => post_id)).toEqual(expect.not.arrayContaining(['A1', 'A2', 'B1', 'B2']))
  })

  test('counts words, handles and tags as they were, and keeps what belongs together', async () => {
    const [first] = await rowsOf('SELECT * FROM posts ORDER BY likes')
    const joined = await rowsOf('SELECT i.key FROM images i JOIN posts p ON i.post_id = p.post_id')

    expect(first).toMatchObject({ handles: 2, hashtags: 1, likes: 10, url: null, extra: null })
    expect(first?.caption).toMatch(/^New at u[0-9a-f]{16}! Thanks @u[0-9a-f]{16} and @u[0-9a-f]{16} #new$/)
    expect(joined).toHaveLength(4)
  })

  test('gives an account one pseudonym wherever it stands, in every run with the key', async () => {
    const key = Buffer.from((await readFile(join(folder, 'key'), 'utf8')).trim(), 'hex')
    const pseudonyms = pseudonymsOf(key)
    const again = join(folder, 'again')
    await run(again)

    const rows = await rowsOf('SELECT account, caption, tagged_users FROM posts ORDER BY likes')
    expect(rows[2]).toMatchObject({
      account: pseudonyms.account(bob),
      caption: `Look at @${pseudonyms.account('ALICE.SHOP')}.`,
      tagged_users: [pseudonyms.account(alice)],
    })
    expect(await rowsOf('SELECT account, caption, tagged_users FROM posts ORDER BY likes', again)).toEqual(rows)
  })

  test('says in run.json that names are pseudonyms, and never the key, which only its owner can read', async () => {
    const text = await readFile(join(out, 'run.json'), 'utf8')
    const key = (await readFile(join(folder, 'key'), 'utf8')).trim()

    expect(JSON.parse(text).pseudonyms).toEqual({
      method: 'HMAC-SHA-256',
      key_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
    expect(await placesOf(key, out)).toEqual([])
    if (process.platform !== 'win32') expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600)
  })

  test('measures nothing twice when it is run again', async () => {
    const { stdout } = await run(out, ['--json'])

    expect(stdout).toContain('"measured":0,"already_measured":4')
  })

  test('refuses to mix names and pseudonyms in one dataset, a key inside of it, and a file that is none', async () => {
    const plain = await limelight(['run', table, '--out', out, '--tasks', 'none', '--no-report'])
    const inside = await run(join(folder, 'other'), ['--pseudonym-key', join(folder, 'other', 'key')])
    await writeFile(join(folder, 'no-key'), 'secret')
    const broken = await run(join(folder, 'other'), ['--pseudonym-key', join(folder, 'no-key')])

    expect([plain.code, inside.code, broken.code]).toEqual([2, 2, 2])
    expect(plain.stderr).toContain('holds pseudonyms; give another --out, or its --pseudonym-key')
    expect(inside.stderr).toContain('lies in the dataset, which is passed on')
    expect(broken.stderr).toContain('holds no key, which is 64 hex digits')
  })
})

test('every @handle that is cut from a caption is replaced, and nothing else', () => {
  const pseudonyms = pseudonymsOf(new Uint8Array(32))
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('@bob', '@a.b_c', 'mail@home.org', ' ', ',', '#tag', 'word', '\n', 'é')),
      (pieces) => {
        const text = pieces.join(' ')
        const replaced = replaceHandles(text, null, pseudonyms.account)
        expect(replaced).not.toMatch(/(^|\s)@(bob|a\.b_c)(?=\s|$)/)
        expect(replaced.replace(/@u[0-9a-f]{16}/g, '@')).toBe(text.replace(/(^|[\s,])@(bob|a\.b_c)(?=[\s,]|$)/g, '$1@'))
      },
    ),
  )
})

function run(to: string, more: string[] = []) {
  const key = more.includes('--pseudonym-key') ? [] : ['--pseudonym-key', join(folder, 'key')]
  return limelight([
    'run',
    table,
    '--out',
    to,
    '--tasks',
    'none',
    '--max-error-rate',
    '1',
    '--pseudonymise',
    ...key,
    ...more,
  ])
}

async function rowsOf(sql: string, dataset = out): Promise<Record<string, unknown>[]> {
  const reader = await openDataset(dataset)
  try {
    return await reader.query(sql)
  } finally {
    reader.close()
  }
}

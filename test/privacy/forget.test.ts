import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { limelight, remove, temporaryFolder } from '../run/cli.ts'
import { alice, bob, postsOfPeople } from './posts-of-people.ts'
import { placesOf } from './search.ts'

let folder = ''
let measured = ''

beforeAll(async () => {
  folder = await temporaryFolder()
  const table = await postsOfPeople(folder)
  measured = join(folder, 'measured')
  await limelight(['run', table, '--out', measured, '--tasks', 'none', '--max-error-rate', '1', '--csv'])
  // What other commands leave in a dataset, and rows of an image beside its own.
  await writeFile(join(measured, 'compare-acme.html'), `<p>${alice}</p>`)
  await writeFile(join(measured, 'labels.json'), JSON.stringify({ author: alice, other: `${alice}xyz` }))
  const [image] = await rowsOf(`SELECT row_id FROM images WHERE key LIKE '${alice}/1%'`, measured)
  const row_id = String(image?.row_id)
  await writeShard(
    measured,
    'detections',
    [{ row_id, detection_id: 'd', task: 'text', label: 'text', text: `@${alice}` }],
    '9',
  )
  await writeShard(measured, 'embeddings', [{ row_id, model: 'm', vector: [1, 2] }], '9')
  await writeShard(measured, 'exposures', [{ row_id, brand: 'Acme', logo_count: 1 }], '9')
})

afterAll(async () => {
  await remove(folder)
})

describe('limelight forget', () => {
  test('leaves nothing of an account in any byte of any file', async () => {
    const out = await copyOf('all')
    expect((await placesOf(alice, out)).length).toBeGreaterThan(5)

    const { code, stdout } = await limelight(['forget', `@${alice.toUpperCase()}`, out])

    expect(code).toBe(0)
    expect(stdout).toContain('forgot 2 posts, 2 images, 1 boxes; named in 1 posts of others')
    expect(stdout).toContain('deleted, make them again: compare-acme.html')
    expect(await placesOf(`${alice}x`, out)).toEqual(['bytes of labels.json'])
    expect((await placesOf(alice, out)).filter((place) => place !== 'bytes of labels.json')).toEqual([])
  })

  test('keeps everything of others, with their mentions of the account taken out', async () => {
    const out = await copyOf('others')
    await limelight(['forget', alice, out])

    const posts = await rowsOf('SELECT * FROM posts ORDER BY likes', out)
    expect(posts.map(({ account, likes }) => [account, likes])).toEqual([
      [bob, 30],
      [bob, 40],
    ])
    expect(posts[0]).toMatchObject({ caption: 'Look at @removed.', tagged_users: [], extra: null, handles: 1 })
    expect(posts[1]?.extra).toContain('nothing')
    expect(await rowsOf('SELECT key FROM images ORDER BY key', out)).toEqual([
      { key: `${bob}/1.jpg` },
      { key: `${bob}/2.jpg` },
    ])
    for (const dataset of ['detections', 'embeddings', 'exposures'])
      expect(await rowsOf(`FROM ${dataset}`, out)).toEqual([])
  })

  test('only counts with --dry-run, and does nothing twice', async () => {
    const out = await copyOf('dry')
    const before = await placesOf(alice, out)

    const dry = await limelight(['forget', alice, out, '--dry-run'])
    expect(dry.stdout).toContain('would forget 2 posts, 2 images')
    expect(await placesOf(alice, out)).toEqual(before)

    await limelight(['forget', alice, out])
    const again = await limelight(['forget', alice, out, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ posts: 0, images: 0, mentions: 0, deleted: [] })
  })

  test('finds an account by its key in a dataset with pseudonyms', async () => {
    const out = join(folder, 'pseudonymous')
    const key = ['--pseudonym-key', join(folder, 'key')]
    const run = [
      'run',
      join(folder, 'posts.csv'),
      '--out',
      out,
      '--tasks',
      'none',
      '--no-report',
      '--max-error-rate',
      '1',
    ]
    await limelight([...run, '--pseudonymise', ...key])

    const { stdout } = await limelight(['forget', alice, out, ...key])

    expect(stdout).toContain('forgot 2 posts, 2 images')
    expect(await rowsOf('SELECT account FROM posts', out)).toHaveLength(2)
  })

  test('refuses what is no account and what is no dataset', async () => {
    const bad = await limelight(['forget', 'a b', measured])
    const nowhere = await limelight(['forget', alice, folder])

    expect([bad.code, nowhere.code]).toEqual([2, 2])
    expect(bad.stderr).toContain('"a b" is no account')
    expect(nowhere.stderr).toContain('there is no dataset; give the --out folder of a run')
  })
})

async function copyOf(name: string): Promise<string> {
  const out = join(folder, name)
  await cp(measured, out, { recursive: true })
  return out
}

async function rowsOf(sql: string, dataset: string): Promise<Record<string, unknown>[]> {
  const reader = await openDataset(dataset)
  try {
    return await reader.query(sql)
  } finally {
    reader.close()
  }
}

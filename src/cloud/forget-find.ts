import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import type { ObjectVersion } from '../aws/object-versions.ts'
import { readParquetSql } from '../dataset/files.ts'
import { identifier, literal, tableSql } from '../dataset/schema.ts'
import { namedSql } from '../privacy/forget-rows.ts'
import type { Dataset } from '../variables/registry/index.ts'
import { type Forgetting, parquetVersions, withVersion } from './forget-versions.ts'

/** How much of an account a stage has. */
export interface FoundInStage {
  posts: number
  images: number
  /** Posts of others that name it. */
  mentions: number
  /** Its images in other buckets, which are their owner's to delete. */
  elsewhere: number
  /** Days of its posts and images. */
  days: string[]
}

/**
 * Looks for an account in every version of posts, links and images: an image and its post may be days apart, and what was deleted
 * half last time is found by what is left. Tables of ids only:
 * `gone_posts` (post_id), `gone_images` (row_id, uri), `gone_uris` (uri: uploads that are the account's, measured or not).
 */
export async function findInStage(work: Forgetting): Promise<FoundInStage> {
  const { connection, name } = work
  for (const dataset of ['posts', 'images'] as const) await connection.run(tableSql(dataset, `no ${dataset}`))
  await connection.run(`CREATE TABLE "no links" (key VARCHAR, post_id VARCHAR, rank INTEGER)`)
  await connection.run(`CREATE TABLE gone_posts (post_id VARCHAR); CREATE TABLE named (post_id VARCHAR);
    CREATE TABLE gone_images (row_id VARCHAR, uri VARCHAR); CREATE TABLE gone_uris (uri VARCHAR);
    CREATE TABLE uris_of_others (uri VARCHAR); CREATE TABLE posts_of_others (post_id VARCHAR);
    CREATE TABLE in_folder (row_id VARCHAR, uri VARCHAR, post_id VARCHAR)`)
  const days = new Set<string>()
  await each(work, 'posts', async (rows, { key }) => {
    await add(work, 'gone_posts', `SELECT post_id FROM ${rows} WHERE lower(account) = ${literal(name)}`)
    await add(
      work,
      'named',
      `SELECT post_id FROM ${rows} WHERE (${namedSql(name)}) AND coalesce(lower(account) <> ${literal(name)}, true)`,
    )
    if (await any(work, `FROM ${rows} WHERE post_id IN (FROM gone_posts)`)) days.add(dayIn(key))
  })
  await findLinked(work)
  await findImages(work)
  await each(work, 'images', async (rows, { key }) => {
    // The same upload without its post: measured before anybody knew it.
    await add(
      work,
      'gone_images',
      `SELECT row_id, uri FROM ${rows} WHERE post_id IS NULL AND uri IN (FROM gone_uris) AND uri NOT IN (FROM uris_of_others)`,
    )
    if (await any(work, `FROM ${rows} WHERE row_id IN (SELECT row_id FROM gone_images)`)) days.add(dayIn(key))
  })
  await connection.run('DELETE FROM gone_uris WHERE uri IN (FROM uris_of_others)')
  return {
    posts: await count(work, 'FROM gone_posts'),
    images: await count(work, 'FROM (SELECT DISTINCT uri FROM gone_images)'),
    mentions: await count(work, 'FROM named WHERE post_id NOT IN (FROM gone_posts)'),
    elsewhere: await count(
      work,
      `FROM gone_uris WHERE NOT starts_with(uri, ${literal(objectUri(work.bucket.name, ''))})`,
    ),
    days: [...days].sort(),
  }
}

/** Links of the first rank only: the others are guesses, which may be an image of somebody else. */
async function findLinked(work: Forgetting): Promise<void> {
  const uri = `${literal(objectUri(work.bucket.name, prefixes.images))} || key`
  const linked = (rows: string, which: string) =>
    `SELECT ${uri} AS uri FROM ${rows} WHERE coalesce(rank, 0) = 0 AND ${which}`
  await each(work, 'links', (rows) => add(work, 'gone_uris', linked(rows, 'post_id IN (FROM gone_posts)')))
  await each(work, 'links', (rows) =>
    add(
      work,
      'uris_of_others',
      `${linked(rows, 'post_id NOT IN (FROM gone_posts)')} AND (${uri} IN (FROM gone_uris) OR ${inFolderSql(work.name)})`,
    ),
  )
}

/** Those of its posts, and those in a folder with its name that no post of others claims. */
async function findImages(work: Forgetting): Promise<void> {
  await each(work, 'images', async (rows) => {
    await add(work, 'gone_images', `SELECT row_id, uri FROM ${rows} WHERE post_id IN (FROM gone_posts)`)
    await add(
      work,
      'in_folder',
      `SELECT row_id, uri, post_id FROM ${rows} WHERE ${inFolderSql(work.name)} AND coalesce(post_id NOT IN (FROM gone_posts), true)`,
    )
  })
  await add(work, 'gone_uris', 'SELECT uri FROM gone_images')
  if (await any(work, 'FROM in_folder WHERE post_id IS NOT NULL'))
    await each(work, 'posts', (rows) =>
      add(work, 'posts_of_others', `SELECT post_id FROM ${rows} WHERE post_id IN (SELECT post_id FROM in_folder)`),
    )
  await add(work, 'uris_of_others', 'SELECT uri FROM in_folder WHERE post_id IN (FROM posts_of_others)')
  await each(work, 'images', (rows) =>
    add(
      work,
      'uris_of_others',
      `SELECT uri FROM ${rows} WHERE uri IN (FROM gone_uris) AND post_id IS NOT NULL AND post_id NOT IN (FROM gone_posts)`,
    ),
  )
  const own = 'FROM in_folder WHERE uri NOT IN (FROM uris_of_others)'
  await add(work, 'gone_images', `SELECT row_id, uri ${own}`)
  await add(work, 'gone_uris', `SELECT uri ${own}`)
}

function inFolderSql(name: string): string {
  return `list_contains(string_split(lower(key), '/'), ${literal(name)})`
}

/** Does something with the rows of every version of a dataset's files, or of links; columns that a file may lack are there. */
async function each(
  work: Forgetting,
  dataset: Extract<Dataset, 'posts' | 'images'> | 'links',
  visit: (rows: string, of: ObjectVersion) => Promise<void>,
): Promise<void> {
  for (const one of await parquetVersions(work, dataset)) {
    await withVersion(work, one, (file) =>
      visit(`(FROM ${identifier(`no ${dataset}`)} UNION ALL BY NAME FROM ${readParquetSql([file])})`, one),
    )
  }
}

/** A row stands once in a table. */
async function add({ connection }: Forgetting, table: string, query: string): Promise<void> {
  await connection.run(`INSERT INTO ${table} (${query}) EXCEPT FROM ${table}`)
}

async function any(work: Forgetting, from: string): Promise<boolean> {
  return (await count(work, from)) > 0
}

async function count({ connection }: Forgetting, from: string): Promise<number> {
  return Number((await connection.runAndReadAll(`SELECT count(*) ${from}`)).getRows()[0]?.[0] ?? 0)
}

const dayIn = (key: string): string => /\/dt=(\d{4}-\d{2}-\d{2})\//.exec(key)?.[1] ?? ''

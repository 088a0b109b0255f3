import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { parquetFiles, readParquetSql } from '../dataset/files.ts'
import { identifier, literal, tableSql } from '../dataset/schema.ts'
import { copyToParquet } from '../dataset/write.ts'
import { type AnyDataset, datasets, derivedDatasets } from '../variables/registry/index.ts'
import { cutAsX, handlePattern, redditPattern } from './account-name.ts'

const all: readonly AnyDataset[] = [...datasets, ...derivedDatasets]

/** How much of an account there was. */
export interface Forgotten {
  posts: number
  images: number
  detections: number
  /** Posts of others that named it. */
  mentions: number
  /** Addresses of its images. */
  addresses: string[]
}

export const nothingForgotten: Forgotten = { posts: 0, images: 0, detections: 0, mentions: 0, addresses: [] }

/** Takes an account's rows out of every Parquet file of a dataset; each file is replaced whole. */
export async function forgetRows(
  connection: DuckDBConnection,
  out: string,
  { name, dryRun }: { name: string; dryRun: boolean },
): Promise<Forgotten> {
  for (const dataset of all) await viewOf(connection, out, dataset)
  await connection.run(
    `CREATE TABLE gone_posts AS SELECT DISTINCT post_id FROM posts WHERE lower(account) = ${literal(name)}`,
  )
  // A folder with the account's name holds its images also where no post says whose they are.
  await connection.run(`CREATE TABLE gone_images AS SELECT DISTINCT row_id, uri FROM images
    WHERE post_id IN (FROM gone_posts)
      OR (list_contains(string_split(lower(key), '/'), ${literal(name)}) AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.post_id = images.post_id))`)
  const forgotten: Forgotten = {
    posts: await count(connection, 'SELECT count(*) FROM gone_posts'),
    images: await count(connection, 'SELECT count(*) FROM gone_images'),
    detections: await count(
      connection,
      'SELECT count(*) FROM detections WHERE row_id IN (SELECT row_id FROM gone_images)',
    ),
    mentions: await count(
      connection,
      `SELECT count(*) FROM posts WHERE post_id NOT IN (FROM gone_posts) AND (${namedSql(name)})`,
    ),
    addresses: await addressesOf(connection),
  }
  if (!dryRun) for (const dataset of all) await rewrite(connection, out, dataset, name)
  return forgotten
}

async function viewOf(connection: DuckDBConnection, out: string, dataset: AnyDataset): Promise<void> {
  const files = await parquetFiles(out, dataset)
  await connection.run(tableSql(dataset, `no ${dataset}`))
  const rows = files.length > 0 ? ` UNION ALL BY NAME SELECT * FROM ${readParquetSql(files)}` : ''
  await connection.run(`CREATE VIEW ${identifier(dataset)} AS SELECT * FROM ${identifier(`no ${dataset}`)}${rows}`)
}

async function rewrite(connection: DuckDBConnection, out: string, dataset: AnyDataset, name: string): Promise<void> {
  for (const old of await parquetFiles(out, dataset)) {
    const kept = await keptRowsSql(connection, { file: old, dataset, name })
    const runId = basename(old).replace(/-[0-9a-f]{16}\.parquet$/, '')
    const file = await copyToParquet(connection, kept, { out, dataset, runId })
    if (file !== old) await rm(old)
  }
}

/**
 * What stays of a Parquet file, in SQL: rows of others, posts without the name. There are tables `gone_posts` (post_id) and
 * `gone_images` (row_id).
 */
export async function keptRowsSql(
  connection: DuckDBConnection,
  { file, dataset, name }: { file: string; dataset: AnyDataset; name: string },
): Promise<string> {
  const rows = `SELECT * ${dataset === 'posts' ? await withoutNameSql(connection, file, name) : ''} FROM ${readParquetSql([file])}`
  const kept =
    dataset === 'posts' ? 'post_id NOT IN (FROM gone_posts)' : 'row_id NOT IN (SELECT row_id FROM gone_images)'
  return `${rows} WHERE ${kept}`
}

/** In posts of others: as a tag, as an @handle, anywhere in what is not known of a post. */
export function namedSql(name: string): string {
  return `list_contains(list_transform(tagged_users, lambda one: lower(one)), ${literal(name)})
    OR regexp_matches(caption, ${handleSql(name, 'platform')}, 'i')
    OR regexp_matches(caption, ${literal(redditPattern(name))}, 'i') OR contains(lower(extra), ${literal(name)})`
}

/** Columns that a file may lack stay away. */
async function withoutNameSql(connection: DuckDBConnection, file: string, name: string): Promise<string> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${readParquetSql([file])}`)
  const present = new Set(described.getRows().map(([column]) => String(column)))
  const cleaned = {
    tagged_users: `list_filter(tagged_users, lambda one: lower(one) <> ${literal(name)})`,
    caption: captionSql(name, present.has('platform') ? 'platform' : null),
    extra: `CASE WHEN contains(lower(extra), ${literal(name)}) THEN NULL ELSE extra END`,
  }
  const replaced = Object.entries(cleaned).filter(([column]) => present.has(column))
  return replaced.length > 0 ? `REPLACE (${replaced.map(([column, sql]) => `${sql} AS ${column}`).join(', ')})` : ''
}

/** @param platform the column that has it, null where a file has none */
function handleSql(name: string, platform: 'platform' | null): string {
  const others = literal(handlePattern(name, null))
  if (!platform) return others
  return `CASE WHEN ${platform} IN (${cutAsX.map(literal).join(', ')}) THEN ${literal(handlePattern(name, 'x'))} ELSE ${others} END`
}

function captionSql(name: string, platform: 'platform' | null): string {
  const [handle, reddit] = [handleSql(name, platform), literal(redditPattern(name))]
  // Twice, for handles that touch.
  return [handle, handle, reddit, reddit].reduce(
    (text, pattern) => `regexp_replace(${text}, ${pattern}, '\\1removed\\2', 'gi')`,
    'caption',
  )
}

async function addressesOf(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll('SELECT uri FROM gone_images ORDER BY uri')
  return reader.getRows().map(([uri]) => String(uri))
}

async function count(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql)
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

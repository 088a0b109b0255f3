import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { familyVariables } from '../variables/registry/families.ts'
import { objectVariables } from '../variables/registry/identity.ts'
import { type Dataset, datasets, type Variable } from '../variables/registry/index.ts'
import { postObjectVariables } from '../variables/registry/posts.ts'
import { openDatabase } from './database.ts'
import { parquetFiles, placedSql, readParquetSql, removeTemporary } from './files.ts'
import { keptSql } from './kept.ts'
import { identifier, literal, tableSql } from './schema.ts'
import { winnersSql } from './winners.ts'
import { copyToParquet } from './write.ts'

export interface Compacted {
  /** Rows of each dataset. */
  rows: Record<Dataset, number>
  /** Images whose row was measured under another digest. */
  otherDigests: number
  /** Share of the images under this digest that could not be measured, 0 to 1. */
  errorRate: number
  /** Ids that stand for posts of different platforms or accounts in this run: one of them stayed. */
  postConflicts: number
}

/**
 * One file a dataset, one row an image: shards of all runs become one Parquet file each. Which row stays says
 * {@link winnersSql}; detections, exposures and embeddings stay with their image, of posts the newest row stays.
 * The new files are in place before the old ones go; what a kill leaves twice, the next compaction makes one.
 */
export async function compact(out: string, { digest, runId }: { digest: string; runId: string }): Promise<Compacted> {
  const database = await openDatabase({ temporary: join(out, '.limelight', 'spill') })
  const { connection } = database
  try {
    const postConflicts = await countConflicts(connection, await parquetFiles(out, 'posts'), runId)
    await keepWinners(connection, await parquetFiles(out, 'images'), digest)
    const rows = { images: 0, detections: 0, exposures: 0, embeddings: 0, posts: 0 }
    for (const dataset of datasets) {
      await removeTemporary(out, dataset)
      rows[dataset] = await compactDataset(connection, dataset, { out, runId })
    }
    const today = `FROM winners WHERE pipeline_digest = ${literal(digest)}`
    const ours = await count(connection, `SELECT count(*) ${today}`)
    const errors = await count(connection, `SELECT count(*) ${today} AND status = 'error'`)
    return { rows, otherDigests: rows.images - ours, errorRate: ours === 0 ? 0 : errors / ours, postConflicts }
  } finally {
    database.close()
  }
}

async function keepWinners(connection: DuckDBConnection, files: readonly string[], digest: string): Promise<void> {
  await connection.run(
    files.length > 0
      ? `CREATE TABLE winners AS ${winnersSql(files, digest)}`
      : `CREATE TABLE winners (row_id VARCHAR, status VARCHAR, pipeline_digest VARCHAR, filename VARCHAR, file_row_number BIGINT)`,
  )
}

async function compactDataset(
  connection: DuckDBConnection,
  dataset: Dataset,
  { out, runId }: { out: string; runId: string },
): Promise<number> {
  const files = await parquetFiles(out, dataset)
  if (files.length === 0 && dataset === 'embeddings') return 0
  const schema = `no ${dataset}`
  await connection.run(tableSql(dataset, schema))
  // Without a row there is a file all the same: `*.parquet` opens in every tool.
  const rows = files.length > 0 ? ` UNION ALL BY NAME SELECT * FROM (${keptSql(dataset, placedSql(files))})` : ''
  const all = `SELECT * FROM ${identifier(schema)}${rows}`
  const query = await withoutEmpty(connection, all, optional[dataset] ?? [])
  const file = await copyToParquet(connection, query, { out, dataset, runId })
  for (const old of files) if (old !== file) await rm(old)
  return count(connection, `SELECT count(*) FROM ${readParquetSql([file])}`)
}

const optional: Partial<Record<Dataset, readonly Variable[]>> = {
  images: [...objectVariables, ...familyVariables],
  posts: postObjectVariables,
}

/**
 * Families of variables that nobody chose, and S3's columns where images are files, leave no columns behind; readers of the
 * dataset have them all the same, empty.
 */
async function withoutEmpty(
  connection: DuckDBConnection,
  query: string,
  columns: readonly Variable[],
): Promise<string> {
  if (columns.length === 0) return query
  const names = columns.map(({ name }) => identifier(name))
  const filled = await connection.runAndReadAll(
    `SELECT ${names.map((name) => `count(${name})`).join(', ')} FROM (${query})`,
  )
  const counts = filled.getRows()[0] ?? []
  const empty = names.filter((_, i) => Number(counts[i]) === 0)
  return empty.length > 0 ? `SELECT * EXCLUDE (${empty.join(', ')}) FROM (${query})` : query
}

/** Images name their post by its id alone, so an id has one row; two posts of one id in one run are a fault of the sources. */
async function countConflicts(connection: DuckDBConnection, files: readonly string[], runId: string): Promise<number> {
  const ours = files.filter((file) => basename(file).startsWith(runId))
  if (ours.length === 0) return 0
  return count(
    connection,
    `SELECT count(*) FROM (SELECT post_id FROM ${readParquetSql(ours)} GROUP BY post_id
     HAVING count(DISTINCT coalesce(platform, '') || ' ' || coalesce(account, '')) > 1)`,
  )
}

async function count(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql)
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

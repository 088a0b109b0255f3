import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { athenaClient, openAthena } from '../aws/athena.ts'
import { names, partition } from '../aws/contract.ts'
import { openDatabase } from '../dataset/database.ts'
import { parquetFiles, readParquetSql } from '../dataset/files.ts'
import { type DatasetReader, openDataset } from '../dataset/read.ts'
import { literal } from '../dataset/schema.ts'
import { athena, type Dialect, duckdb } from '../report/dialect.ts'
import { datasets } from '../variables/registry/index.ts'
import { daysAfter } from './day.ts'
import { type Host, inFolder } from './host.ts'
import { pull } from './pull.ts'

/** A day's datasets, to be asked. */
export interface OpenDay {
  reader: DatasetReader
  dialect: Dialect
  engine: 'DuckDB' | 'Athena'
}

/** Posts may come some days before or after their images, as in compaction. */
const neighbours = 7

/** What a function's disk takes, with room for what a query spills. */
export const mostBytes = 4e9

/**
 * Opens a day: copied to `folder` and asked by DuckDB, or where it is larger than `most`, by Athena where it lies. Posts are those of
 * the day, and by DuckDB also those of the days around that the day's images name.
 */
export async function openDay(host: Host, dt: string, folder: string, most = mostBytes): Promise<OpenDay> {
  if ((await bytesOf(host, dt)) > most) return { reader: openByAthena(host, dt), dialect: athena, engine: 'Athena' }
  const out = join(folder, 'day')
  await mkdir(out, { recursive: true })
  await pull({ bucket: host.bucket, out, days: [dt] })
  await addPostsAround(host, dt, { out, folder: join(folder, 'around') })
  const reader = await openDataset(out, { memory: host.memory, temporary: join(folder, 'spill') })
  return { reader, dialect: duckdb, engine: 'DuckDB' }
}

async function bytesOf({ bucket }: Host, dt: string): Promise<number> {
  let bytes = 0
  for (const dataset of datasets) {
    for await (const part of bucket.list(partition('datasets/', dataset, dt))) bytes += part.bytes
  }
  return bytes
}

function openByAthena({ connection, stage }: Host, dt: string): DatasetReader {
  const { database, workgroup } = names(stage)
  const client = athenaClient(connection)
  return openAthena({ client, database, workgroup, days: { from: dt, to: dt }, tables: datasets })
}

async function addPostsAround(host: Host, dt: string, { out, folder }: { out: string; folder: string }): Promise<void> {
  const days: string[] = []
  for (let away = 1; away <= neighbours; away++) days.push(daysAfter(dt, -away), daysAfter(dt, away))
  await mkdir(folder, { recursive: true })
  await pull({ bucket: host.bucket, out: folder, days, datasets: ['posts'] })
  const [around, images] = [await parquetFiles(folder, 'posts'), await parquetFiles(out, 'images')]
  if (around.length === 0 || images.length === 0) return
  const own = await parquetFiles(out, 'posts')
  const known = own.length > 0 ? `AND post_id NOT IN (SELECT post_id FROM ${readParquetSql(own)})` : ''
  await mkdir(join(out, 'posts'), { recursive: true })
  const database = await openDatabase({ memory: host.memory, temporary: join(folder, 'spill') })
  try {
    // File names begin with the day: of a post that came twice, the newest row counts.
    await database.connection.run(`
      COPY (
        SELECT * EXCLUDE (filename) FROM ${readParquetSql(around, ', filename = true')}
        WHERE post_id IN (SELECT post_id FROM ${readParquetSql(images)}) ${known}
        QUALIFY row_number() OVER (PARTITION BY post_id ORDER BY filename DESC) = 1
      ) TO ${literal(join(out, 'posts', 'around.parquet'))} (FORMAT parquet, COMPRESSION zstd)`)
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Opens a day in a folder of its own, and closes both. */
export async function withDay<T>(
  host: Host,
  { dt, most }: { dt: string; most?: number },
  work: (day: OpenDay) => Promise<T>,
): Promise<T> {
  return inFolder(host, async (folder) => {
    const day = await openDay(host, dt, folder, most)
    try {
      return await work(day)
    } finally {
      day.reader.close()
    }
  })
}

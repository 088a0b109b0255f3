import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { partition } from '../aws/contract.ts'
import { readParquetSql } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import type { Sample } from '../report/queries-clusters.ts'
import { type Part, parsePart, partName } from './compact-slices.ts'
import { daysAfter } from './day.ts'
import { downloadAll } from './download.ts'
import { databaseIn, type Host } from './host.ts'

/** Days that end with the night's, and images of them that are compared with each other. */
export const sampleDays = 7
export const sampleSize = 20_000

/** What goes with the images: which brands they show, and what they look like. */
const beside = { exposures: '', embeddings: 'AND detection_id IS NULL' } as const

interface Day {
  dt: string
  /** Measured images of the day, about: those of one slice times the number of slices. */
  images: number
  /** Rows that were taken of it. */
  taken: number
}

/**
 * Draws images by chance from the week that ends with a day, to a folder that `limelight corpus` can open. Of each day one slice is copied,
 * which is of images by the hash of their address; of it the first by their row id, another hash. Days have rows as they have images.
 * @returns null where there are none
 */
export async function sampleWeek(
  host: Host,
  dt: string,
  out: string,
  most: number = sampleSize,
): Promise<Sample | null> {
  const folder = join(out, '.parts')
  const { connection, close } = await databaseIn(host, folder)
  try {
    const days: Day[] = []
    for (let away = sampleDays - 1; away >= 0; away--) {
      const day = await takeDay(host, connection, { dt: daysAfter(dt, -away), out, folder, most })
      if (day) days.push(day)
    }
    const of = days.reduce((sum, { images }) => sum + images, 0)
    const [first, last] = [days[0], days.at(-1)]
    if (!first || !last || of === 0) return null
    await mkdir(join(out, 'images'), { recursive: true })
    for (const day of days) {
      const share = Math.min(day.taken, Math.round((most * day.images) / of))
      const from = takenRows(folder, day.dt)
      const to = literal(join(out, 'images', `${day.dt}.parquet`))
      await connection.run(`COPY (SELECT * FROM ${from} ORDER BY row_id LIMIT ${share}) TO ${to} (FORMAT parquet)`)
    }
    return { from: first.dt, to: last.dt, of }
  } finally {
    close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Copies a slice of a day, takes rows of it and removes it: the disk has room for the day itself, and not for a week. */
async function takeDay(
  host: Host,
  connection: DuckDBConnection,
  { dt, out, folder, most }: { dt: string; out: string; folder: string; most: number },
): Promise<Day | null> {
  const part = await firstPart(host, dt)
  if (!part) return null
  const copied = join(folder, 'part')
  const copy = (dataset: string) =>
    downloadAll(
      host.bucket,
      [{ key: `${partition('datasets/', dataset, dt)}${partName(part)}` }],
      join(copied, dataset),
    )
  await mkdir(join(folder, 'images'), { recursive: true })
  const rows = `${readParquetSql(await copy('images'))} WHERE status = 'ok'`
  await connection.run(
    `COPY (SELECT * FROM ${rows} ORDER BY row_id LIMIT ${most}) TO ${literal(takenFile(folder, dt))} (FORMAT parquet)`,
  )
  const images = await countOf(connection, rows)
  for (const [dataset, more] of Object.entries(beside)) {
    if (!(await isThere(host, dataset, dt, part))) continue
    await mkdir(join(out, dataset), { recursive: true })
    await connection.run(`
      COPY (SELECT * FROM ${readParquetSql(await copy(dataset))} WHERE row_id IN (SELECT row_id FROM ${takenRows(folder, dt)}) ${more})
      TO ${literal(join(out, dataset, `${dt}.parquet`))} (FORMAT parquet)`)
  }
  await rm(copied, { recursive: true, force: true })
  return { dt, images: images * part.of, taken: Math.min(images, most) }
}

const takenFile = (folder: string, dt: string): string => join(folder, 'images', `${dt}.parquet`)
const takenRows = (folder: string, dt: string): string => readParquetSql([takenFile(folder, dt)])

async function firstPart(host: Host, dt: string): Promise<Part | null> {
  for await (const { key } of host.bucket.list(partition('datasets/', 'images', dt))) {
    const part = parsePart(key)
    if (part) return part
  }
  return null
}

async function isThere(host: Host, dataset: string, dt: string, part: Part): Promise<boolean> {
  for await (const { key } of host.bucket.list(`${partition('datasets/', dataset, dt)}${partName(part)}`)) {
    if (key.endsWith('.parquet')) return true
  }
  return false
}

async function countOf(connection: DuckDBConnection, rows: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT COUNT(*) AS n FROM ${rows}`)
  return Number(reader.getRowObjectsJS()[0]?.n ?? 0)
}

import { readFile, writeFile } from 'node:fs/promises'
import { openDatabase } from '../dataset/database.ts'
import { parquetFiles } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import { retryableSql, winnersSql } from '../dataset/winners.ts'
import { hash64 } from './seen.ts'

/** What is measured already: asked by each lane for each image. */
export interface Done {
  has(row: DoneRow): boolean
}

export interface DoneRow {
  row_id: string
  /** Where a row stands counts too: an image that has moved to another post gets a new row. */
  key: string
  post_id: string | null
}

export const nothingDone: Done = { has: () => false }

/**
 * Writes the rows that stand under today's digest to a file that lanes can read: sorted 64-bit hashes.
 * @param retryErrors leaves out errors that trying again may cure
 * @returns how many there are
 */
export async function writeDone(
  out: string,
  path: string,
  { digest, retryErrors }: { digest: string; retryErrors: boolean },
): Promise<number> {
  const files = await parquetFiles(out, 'images')
  if (files.length === 0) return 0
  const database = await openDatabase()
  try {
    const hashes: bigint[] = []
    const result = await database.connection.stream(
      `SELECT row_id, key, post_id FROM (${winnersSql(files, digest)})
       WHERE pipeline_digest = ${literal(digest)} ${retryErrors ? `AND NOT ${retryableSql}` : ''}`,
    )
    for await (const rows of result.yieldRowObjectJs()) {
      for (const { row_id, key, post_id } of rows) hashes.push(hashOf({ row_id, key, post_id } as unknown as DoneRow))
    }
    const sorted = BigUint64Array.from(hashes).sort()
    await writeFile(path, new Uint8Array(sorted.buffer))
    return sorted.length
  } finally {
    database.close()
  }
}

/** How many rows stand under a digest. */
export async function countDone(out: string, digest: string): Promise<number> {
  const files = await parquetFiles(out, 'images')
  if (files.length === 0) return 0
  const database = await openDatabase()
  try {
    const reader = await database.connection.runAndReadAll(
      `SELECT count(*) FROM (${winnersSql(files, digest)}) WHERE pipeline_digest = ${literal(digest)}`,
    )
    return Number(reader.getRows()[0]?.[0] ?? 0)
  } finally {
    database.close()
  }
}

export async function readDone(path: string): Promise<Done> {
  const bytes = await readFile(path)
  const sorted = new BigUint64Array(bytes.length / 8)
  new Uint8Array(sorted.buffer).set(bytes)
  return { has: (row) => contains(sorted, hashOf(row)) }
}

function hashOf({ row_id, key, post_id }: DoneRow): bigint {
  return hash64(JSON.stringify([row_id, key, post_id]))
}

function contains(sorted: BigUint64Array, hash: bigint): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as bigint) < hash) low = middle + 1
    else high = middle
  }
  return sorted[low] === hash
}

import { join } from 'node:path'
import { type ManifestLine, prefixes } from '../aws/contract.ts'
import { fileListSql } from '../dataset/files.ts'
import { downloadAll } from './download.ts'
import type { Reconciling } from './reconcile.ts'

/** One time that missing images of a day are queued. */
export interface Attempt {
  number: number
  /** Of its manifests, below `manifests/`. */
  folder: string
}

/**
 * The attempt that comes next: the one that was begun and not finished, or a new one. Makes the table `tried`: how often each key
 * was queued by attempts that were finished.
 */
export async function openAttempt(work: Reconciling): Promise<Attempt> {
  const { host, connection, folder, dt } = work
  const manifests = new Map<number, { key: string }[]>()
  const finished = new Set<number>()
  for await (const { key } of host.bucket.list(`${prefixes.manifests}${folderOf(dt)}`)) {
    const [, number, name] = /\/attempt-(\d+)\/([^/]+)$/.exec(key) ?? []
    if (number === undefined) continue
    if (name === doneName) finished.add(Number(number))
    else if (manifests.get(Number(number))?.push({ key }) === undefined) manifests.set(Number(number), [{ key }])
  }
  await connection.run('CREATE TABLE tries (key VARCHAR, attempt INTEGER)')
  for (const number of finished) {
    const files = await downloadAll(host.bucket, manifests.get(number) ?? [], join(folder, `attempt-${number}`))
    if (files.length === 0) continue
    await connection.run(
      `INSERT INTO tries SELECT DISTINCT key, ${number}
       FROM read_json(${fileListSql(files)}, format = 'newline_delimited', columns = {key: 'VARCHAR'})`,
    )
  }
  await connection.run('CREATE TABLE tried AS SELECT key, count(*) AS times FROM tries GROUP BY key')
  const number = Math.max(0, ...finished) + 1
  return { number, folder: `${folderOf(dt)}attempt-${number}` }
}

/** From now on the attempt counts. Until then, whoever comes goes on with it. */
export async function finishAttempt({ host }: Reconciling, { folder }: Attempt): Promise<void> {
  const at = host.now().toISOString()
  await host.bucket.write(`${prefixes.manifests}${folder}/${doneName}`, JSON.stringify({ at }), 'application/json')
}

/** Missing images that were queued less often than that. */
export async function* untried({ connection }: Reconciling, attempts: number): AsyncGenerator<ManifestLine> {
  const result = await connection.stream(
    `SELECT missing.key FROM missing LEFT JOIN tried ON missing.key = tried.key
     WHERE coalesce(tried.times, 0) < ${attempts} ORDER BY missing.key`,
  )
  for await (const rows of result.yieldRowsJs()) for (const [key] of rows) yield { key: String(key) }
}

const doneName = 'done.json'

const folderOf = (dt: string): string => `reconcile/dt=${dt}/`

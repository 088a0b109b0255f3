import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bucket } from '../aws/bucket.ts'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { downloadVersion, type ObjectVersion, objectVersions, removeVersions } from '../aws/object-versions.ts'
import type { Dataset } from '../variables/registry/index.ts'
import { namingBroken } from './readable.ts'
import { replaceObject } from './replace-object.ts'

/** An account on its way out of a stage's bucket. */
export interface Forgetting {
  bucket: Bucket
  connection: DuckDBConnection
  /** In small letters, without @. */
  name: string
  dryRun: boolean
  /** For the one file that is being looked at. */
  folder: string
  changes: Changes
  onObject?: (key: string) => void
}

/** What became of objects; keys stand once each. */
export interface Changes {
  /** Stored again without the account. */
  rewritten: Set<string>
  /** Deleted with all their versions, or those of their older versions that held something of the account. */
  deleted: Set<string>
  /** Hold rows of others as well, and were kept. */
  kept: Set<string>
  /** How many versions were deleted. */
  versions: number
}

/** Versions of a dataset's Parquet files, in `datasets/` and in `shards/`; or those of links. */
export async function parquetVersions({ bucket }: Forgetting, dataset: Dataset | 'links'): Promise<ObjectVersion[]> {
  const places =
    dataset === 'links' ? [prefixes.links] : [prefixes.datasets, prefixes.shards].map((root) => `${root}${dataset}/`)
  const found: ObjectVersion[] = []
  for (const place of places)
    for await (const one of objectVersions(bucket, place))
      if (!one.marker && one.key.endsWith('.parquet')) found.push(one)
  return found
}

/** Copies a version to a file, which is there for as long as the work takes; a version that is gone is passed over. */
export async function withVersion(
  { bucket, connection, folder, onObject }: Forgetting,
  one: ObjectVersion,
  work: (file: string) => Promise<void>,
): Promise<void> {
  onObject?.(one.key)
  // Alone in its folder, and no longer than a name of a file may be.
  const alone = join(folder, 'object')
  const file = join(alone, basename(one.key).slice(-80))
  await mkdir(alone, { recursive: true })
  try {
    if (!(await downloadVersion(bucket, one, file))) return
    const isParquet = one.key.endsWith('.parquet')
    const named = new Map(isParquet ? [[file, `${objectUri(bucket.name, one.key)}, version ${one.version}`]] : [])
    await namingBroken(connection, named, () => work(file))
  } finally {
    await rm(alone, { recursive: true, force: true })
  }
}

/** Deletes versions for good. */
export async function deleteVersions(work: Forgetting, versions: readonly ObjectVersion[]): Promise<void> {
  for (const { key } of versions) work.changes.deleted.add(key)
  await drop(work, versions)
}

/** Stores a file in the place of what readers see, and deletes the version that was there. */
export async function replaceVersion(work: Forgetting, one: ObjectVersion, file: string): Promise<void> {
  work.changes.rewritten.add(one.key)
  const otherwise = 'was stored anew meanwhile; wait for the night to be over and run the same command again'
  if (!work.dryRun) await replaceObject(work.bucket, { key: one.key, file, old: one, otherwise })
  await drop(work, [one])
}

async function drop({ bucket, dryRun, changes }: Forgetting, versions: readonly ObjectVersion[]): Promise<void> {
  changes.versions += versions.length
  if (!dryRun) await removeVersions(bucket, versions)
}

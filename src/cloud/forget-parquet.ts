import { rm } from 'node:fs/promises'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import type { ObjectVersion } from '../aws/object-versions.ts'
import { readParquetSql } from '../dataset/files.ts'
import { identifier, literal } from '../dataset/schema.ts'
import { keptRowsSql, namedSql } from '../privacy/forget-rows.ts'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import { deleteVersions, type Forgetting, parquetVersions, replaceVersion, withVersion } from './forget-versions.ts'

/** What is found by rows of images. */
export const ofImages: readonly Dataset[] = datasets.filter((dataset) => dataset !== 'images' && dataset !== 'posts')

/**
 * Takes the account's rows out of all files of a dataset, or of links: what readers see is replaced in one step, older versions that
 * have such rows are deleted.
 */
export async function forgetInParquet(work: Forgetting, dataset: Dataset | 'links'): Promise<void> {
  for (const one of await parquetVersions(work, dataset)) {
    await withVersion(work, one, async (file) => {
      if (!(await holds(work, { dataset, file }))) return
      if (one.latest) await rewrite(work, { one, dataset, file })
      else await deleteVersions(work, [one])
    })
  }
}

async function rewrite(
  work: Forgetting,
  { one, dataset, file }: { one: ObjectVersion; dataset: Dataset | 'links'; file: string },
): Promise<void> {
  const { connection, name } = work
  const kept =
    dataset === 'links'
      ? `SELECT * FROM ${readParquetSql([file])} WHERE NOT coalesce(${goneLinkSql(work)}, false)`
      : await keptRowsSql(connection, { file, dataset, name })
  const replacement = `${file}.new`
  try {
    await connection.run(
      `COPY (${kept}) TO ${literal(replacement)} (FORMAT parquet, COMPRESSION zstd${await metadataOf(work, file)})`,
    )
    await replaceVersion(work, one, replacement)
  } finally {
    await rm(replacement, { force: true })
  }
}

/** As it was: the codebook may have columns of the stage's own. */
async function metadataOf({ connection }: Forgetting, file: string): Promise<string> {
  const reader = await connection.runAndReadAll(
    `SELECT decode(key), decode(value) FROM parquet_kv_metadata(${literal(file)}) WHERE decode(key) LIKE 'limelight%'`,
  )
  const entries = reader.getRows().map(([key, value]) => `${identifier(String(key))}: ${literal(String(value))}`)
  return entries.length > 0 ? `, KV_METADATA {${entries.join(', ')}}` : ''
}

async function holds(
  work: Forgetting,
  { dataset, file }: { dataset: Dataset | 'links'; file: string },
): Promise<boolean> {
  const { connection } = work
  const rows =
    dataset === 'posts' ? `(FROM "no posts" UNION ALL BY NAME FROM ${readParquetSql([file])})` : readParquetSql([file])
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${rows} WHERE ${goneSql(work, dataset)}`)
  return Number(reader.getRows()[0]?.[0]) > 0
}

function goneSql(work: Forgetting, dataset: Dataset | 'links'): string {
  if (dataset === 'posts') return `post_id IN (FROM gone_posts) OR (${namedSql(work.name)})`
  return dataset === 'links' ? goneLinkSql(work) : 'row_id IN (SELECT row_id FROM gone_images)'
}

/** By its post, and by its name: a link to a post of others may name a folder of the account. */
function goneLinkSql({ bucket }: Forgetting): string {
  const uri = `${literal(objectUri(bucket.name, prefixes.images))} || key`
  return `(post_id IN (FROM gone_posts) OR ${uri} IN (FROM gone_uris))`
}

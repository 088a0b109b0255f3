import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { openDatabase } from '../dataset/database.ts'
import { parquetFiles } from '../dataset/files.ts'
import { UsageError } from '../errors.ts'
import { openOutput } from '../run/output-folder.ts'
import { accountName } from './account-name.ts'
import { forgetFetched } from './forget-fetched.ts'
import { type Forgotten, forgetRows, nothingForgotten } from './forget-rows.ts'
import { type RemadeFiles, remakeFiles } from './remake-files.ts'

export interface ForgetOptions {
  /** As platforms write it, with or without @; capitals do not matter. In a dataset with pseudonyms: the pseudonym. */
  account: string
  /** Only count. */
  dryRun: boolean
}

export interface ForgetReport extends Forgotten, RemadeFiles {
  out: string
}

/**
 * Deletes what a dataset holds of one account: its posts, their images with everything that was found in them, files that were fetched for
 * it, and its name in posts of others (tags, @handles; fields of the source that are not known). Pages and tables that were made of the
 * dataset are made again, or deleted where that takes an argument that only the user has.
 * The sources are not touched: a run over them brings the account back.
 * @throws UsageError where there is no dataset, RunError if a run is at work there
 */
export async function forget(out: string, { account, dryRun }: ForgetOptions): Promise<ForgetReport> {
  const name = accountName(account)
  const images = await parquetFiles(out, 'images')
  if (images.length + (await parquetFiles(out, 'posts')).length === 0)
    throw new UsageError(`${out}: there is no dataset; give the --out folder of a run`)
  const work = await openOutput(out, `forget-${randomUUID()}`)
  const database = await openDatabase()
  try {
    const forgotten = await forgetRows(database.connection, out, { name, dryRun })
    if (dryRun) return { out, ...nothingForgotten, ...forgotten, remade: [], deleted: [], changed: [] }
    await forgetFetched(out, forgotten.addresses)
    const files = await remakeFiles(out, name, forgotten)
    return { out, ...forgotten, ...files }
  } finally {
    database.close()
    await work.release()
    await rm(work.path, { recursive: true, force: true })
  }
}

import { tmpdir } from 'node:os'
import type { Bucket } from '../aws/bucket.ts'
import { prefixes } from '../aws/contract.ts'
import { type ObjectVersion, objectVersions } from '../aws/object-versions.ts'
import { accountName } from '../privacy/account-name.ts'
import { daysAfter } from './day.ts'
import { type FoundInStage, findInStage } from './forget-find.ts'
import { forgetInParquet, ofImages } from './forget-parquet.ts'
import { forgetTexts } from './forget-texts.ts'
import { forgetImages, forgetPostFiles } from './forget-uploads.ts'
import { type Changes, deleteVersions, type Forgetting } from './forget-versions.ts'
import { databaseIn, inFolder } from './host.ts'
import { sampleDays } from './report-sample.ts'

export interface ForgetInStage {
  bucket: Bucket
  /** As platforms write it, with or without @; capitals do not matter. */
  account: string
  /** Only count. */
  dryRun: boolean
  /** Files of posts that hold posts of others as well are deleted, too. */
  deleteShared: boolean
  /** Folder for the one file that is being looked at. */
  folder?: string
  onObject?: (key: string) => void
}

export interface ForgottenInStage extends FoundInStage, Omit<Changes, 'rewritten' | 'deleted' | 'kept'> {
  rewritten: string[]
  deleted: string[]
  kept: string[]
}

/** Bytes of memory for the database; rows are streamed. */
const memory = 512e6

/**
 * Deletes what a stage's bucket holds of one account, in what is there and in every older version of it: rows of datasets, shards and links,
 * uploads, reports of its days. Each file that readers see is replaced in one step. Killed and run again, it goes on; it never has more
 * than one file on disk.
 * @throws RunError where an object was stored anew meanwhile, UsageError for what is no account
 */
export async function forgetInStage(wanted: ForgetInStage): Promise<ForgottenInStage> {
  const { bucket, dryRun, deleteShared, folder: place = tmpdir(), onObject } = wanted
  const name = accountName(wanted.account)
  const changes: Changes = { rewritten: new Set(), deleted: new Set(), kept: new Set(), versions: 0 }
  return inFolder({ folder: place }, async (folder) => {
    const { connection, close } = await databaseIn({ memory }, folder)
    try {
      const work: Forgetting = { bucket, connection, name, dryRun, folder, changes, ...(onObject && { onObject }) }
      const found = await findInStage(work)
      await forgetReports(work, found.days)
      await forgetTexts(work)
      for (const dataset of ofImages) await forgetInParquet(work, dataset)
      await forgetImages(work)
      await forgetPostFiles(work, { deleteShared })
      await forgetInParquet(work, 'images')
      await forgetInParquet(work, 'links')
      await forgetInParquet(work, 'posts')
      const [rewritten, deleted, kept] = [changes.rewritten, changes.deleted, changes.kept].map((keys) =>
        [...keys].sort(),
      )
      return {
        ...found,
        versions: changes.versions,
        rewritten: rewritten ?? [],
        deleted: deleted ?? [],
        kept: kept ?? [],
      }
    } finally {
      close()
    }
  })
}

/** Reports show pictures of their day and of the days that they compare it with: those of the account's days and of the week after go. */
async function forgetReports(work: Forgetting, days: readonly string[]): Promise<void> {
  const found: ObjectVersion[] = []
  const reaching = days.flatMap((dt) => Array.from({ length: sampleDays }, (_, after) => daysAfter(dt, after)))
  for (const dt of new Set(reaching))
    for await (const one of objectVersions(work.bucket, `${prefixes.reports}dt=${dt}/`)) found.push(one)
  await deleteVersions(work, found)
}

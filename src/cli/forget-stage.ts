import type { ForgottenInStage } from '../cloud/forget.ts'
import { print, progressOf } from './cloud-progress.ts'
import { onStage, type StageOptions } from './cloud-stage.ts'
import { count, plural } from './plural.ts'

interface Options extends StageOptions {
  dryRun: boolean
  deleteShared: boolean
}

/** `limelight forget ACCOUNT --stage NAME`. Ends with 1 where files of posts were kept that still name the account. */
export async function forgetOnStage(account: string, options: Options): Promise<void> {
  const { json = false, dryRun, deleteShared } = options
  const { forgetInStage } = await import('../cloud/forget.ts')
  const progress = progressOf({ json })
  const forgotten = await onStage(options, ({ bucket }) =>
    forgetInStage({ bucket, account, dryRun, deleteShared, onObject: (key) => progress.tell({ key }, key) }),
  )
  progress.end()
  print(json, { stage: options.stage, ...forgotten }, linesOf(forgotten, options))
  if (forgotten.kept.length > 0 && !dryRun) process.exitCode = 1
}

function linesOf(forgotten: ForgottenInStage, { stage, dryRun }: Options): string[] {
  const { posts, images, mentions, days, versions, rewritten, deleted, kept, elsewhere } = forgotten
  const reports = deleted.filter((key) => key.endsWith('/report.html'))
  return [
    `${stage}: ${dryRun ? 'would forget' : 'forgot'} ${plural(posts, 'post')}, ${plural(images, 'image')} of ${plural(days.length, 'day')}; named in ${plural(mentions, 'post')} of others`,
    `  ${plural(rewritten.length, 'object')} ${dryRun ? 'to store' : 'stored'} again, ${plural(versions, 'version')} ${dryRun ? 'to delete' : 'deleted'}`,
    ...keys(dryRun ? 'would be deleted' : 'deleted', deleted),
    ...(reports.length > 0 ? ['  Reports of these days are made again by their nights: docs/operations.md'] : []),
    ...(elsewhere > 0 ? [`  ${plural(elsewhere, 'image')} in other buckets are yours to delete`] : []),
    ...keys('KEPT, as they hold posts of others as well; correct them, or give --delete-shared', kept),
  ]
}

/** With --json all are told. */
const mostKeys = 20

function keys(what: string, which: readonly string[]): string[] {
  if (which.length === 0) return []
  const more = which.length > mostKeys ? `, and ${count(which.length - mostKeys)} more` : ''
  return [`  ${what}: ${which.slice(0, mostKeys).join(', ')}${more}`]
}

import { errorCodes } from '../errors.ts'
import { placedSql } from './files.ts'
import { literal } from './schema.ts'

/**
 * Which row of `images` stands for an image (a uri) that has several, as `SELECT uri, row_id, run_id, ... , filename, file_row_number`:
 * today's digest before others; then what is settled (measured, or wrong in a way that trying again can't cure) before what is not,
 * and before what was not even seen (an address that has ended says nothing of the image that was there);
 * then, in S3, the newest object; then the newest run; then measured before error.
 * @param digest today's; null: that of the newest run
 */
export function winnersSql(files: readonly string[], digest: string | null): string {
  return winnersOf(placedSql(files), digest)
}

/** The same of rows in any place; they have the columns `filename` and `file_row_number`. */
export function winnersOf(placed: string, digest: string | null): string {
  // Compaction leaves no columns of S3 behind where there are only files.
  const source = `(SELECT NULL::TIMESTAMP AS stored_at, NULL::VARCHAR AS sequencer WHERE false
    UNION ALL BY NAME SELECT * FROM ${placed})`
  const today = digest === null ? `(SELECT arg_max(pipeline_digest, run_id) FROM ${source})` : literal(digest)
  return `SELECT uri, key, post_id, row_id, run_id, status, error_code, pipeline_digest, filename, file_row_number FROM ${source}
    QUALIFY row_number() OVER (PARTITION BY uri ORDER BY
      (pipeline_digest = ${today}) DESC, (status = 'ok' OR NOT (${retryableSql} OR error_code IN ('expired', 'private_address'))) DESC,
      stored_at DESC NULLS LAST, sequencer DESC NULLS LAST, run_id DESC, status = 'ok' DESC,
      filename DESC, file_row_number DESC) = 1`
}

/** Condition on a row of `images`: trying again can help. */
export const retryableSql = `(coalesce(error_code, '') IN (${Object.entries(errorCodes)
  .filter(([, { retry }]) => retry)
  .map(([code]) => literal(code))
  .join(', ')}))`

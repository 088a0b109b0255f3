import type { Dataset } from '../variables/registry/index.ts'

/**
 * The rows of a dataset that compaction keeps, in their order. A table `winners` names the rows of `images` that stay
 * ({@link winnersOf}) and their posts; detections, exposures and embeddings stay with their image; of a post its newest row
 * stays: by when its file was stored, then by the age of shards.
 * @param placed rows with the columns `filename` and `file_row_number`
 * @param winners another table in place of `winners`
 */
export function keptSql(dataset: Dataset, placed: string, winners = 'winners'): string {
  const columns = 'rows.* EXCLUDE (filename, file_row_number)'
  switch (dataset) {
    case 'images':
      return `SELECT ${columns} REPLACE (winners.post_id AS post_id) FROM ${placed} AS rows
        JOIN ${winners} AS winners ON rows.filename = winners.filename AND rows.file_row_number = winners.file_row_number
        ORDER BY rows.key, rows.uri`
    case 'posts':
      // Files of posts that were read from a disk do not say when they were stored.
      return `SELECT ${columns} FROM (SELECT NULL::TIMESTAMP AS stored_at WHERE false UNION ALL BY NAME FROM ${placed}) AS rows
        QUALIFY row_number() OVER (PARTITION BY post_id
          ORDER BY stored_at DESC NULLS LAST, filename DESC, file_row_number DESC) = 1
        ORDER BY post_id`
    default:
      // What belongs to an image lies in one shard. If it was measured twice, that of the same run counts, else the newest.
      return `SELECT ${columns} FROM ${placed} AS rows
        JOIN (SELECT row_id, max({'same_run': ${runSql('found.filename')} = ${runSql('winners.filename')}, 'filename': found.filename}).filename AS filename
          FROM ${placed} AS found JOIN ${winners} AS winners USING (row_id) GROUP BY row_id) AS chosen
        ON rows.row_id = chosen.row_id AND rows.filename = chosen.filename
        ORDER BY rows.row_id, rows.file_row_number`
  }
}

/** What shards of one run have in common: the name without the hash of its content. */
function runSql(filename: string): string {
  return `regexp_replace(parse_filename(${filename}), '-[0-9a-f]+[.]parquet$', '')`
}

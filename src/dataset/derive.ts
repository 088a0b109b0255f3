import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Value } from '../variables/registry/index.ts'
import { parquetFiles } from './files.ts'
import { openDataset } from './read.ts'
import { codebookJson, identifier, literal } from './schema.ts'

/** Other values for some columns of rows, by the row's id. */
export interface Changes {
  dataset: 'images' | 'posts' | 'embeddings'
  /** Column that names the row. */
  id: string
  columns: readonly { name: string; type: string }[]
  /** The id, then the new values in the order of `columns`. */
  rows: readonly (readonly Value[])[]
}

/**
 * Copies datasets of one folder to another with other values in some columns: every other column, those of the user too, stays.
 * Rows that are not named stay as they are.
 * @throws UsageError if `from` is not a folder
 */
export async function copyWithChanges(
  from: string,
  to: string,
  { runId, changes }: { runId: string; changes: readonly Changes[] },
): Promise<void> {
  const reader = await openDataset(from)
  try {
    for (const change of changes) {
      const { dataset, id, columns, rows } = change
      if ((await parquetFiles(from, dataset)).length === 0) continue
      const names = [{ name: 'changed_id', type: 'VARCHAR' }, ...columns]
      await reader.query(
        `CREATE OR REPLACE TABLE changes (${names.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ')})`,
      )
      for (let at = 0; at < rows.length; at += 500) {
        const some = rows.slice(at, at + 500).map((row) => `(${row.map(valueSql).join(', ')})`)
        await reader.query(`INSERT INTO changes VALUES ${some.join(', ')}`)
      }
      const replaced = columns.map(
        ({ name }) =>
          `CASE WHEN c.changed_id IS NULL THEN d.${identifier(name)} ELSE c.${identifier(name)} END AS ${identifier(name)}`,
      )
      await mkdir(join(to, dataset), { recursive: true })
      await reader.query(
        `COPY (SELECT d.* REPLACE (${replaced.join(', ')}) FROM ${dataset} d LEFT JOIN changes c ON d.${identifier(id)} = c.changed_id)
         TO ${literal(join(to, dataset, `${runId}-copy.parquet`))}
         (FORMAT parquet, COMPRESSION zstd, KV_METADATA {limelight_codebook: ${literal(codebookJson(dataset))}})`,
      )
    }
  } finally {
    reader.close()
  }
}

function valueSql(value: Value): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return `[${value.map((item) => valueSql(item)).join(', ')}]`
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'NULL'
  return typeof value === 'boolean' ? String(value) : literal(String(value))
}

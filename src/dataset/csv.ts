import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { datasets, type Variable, variablesOf } from '../variables/registry/index.ts'
import { openDataset } from './read.ts'
import { identifier, literal } from './schema.ts'

/**
 * Writes `OUT/NAME.csv` for every dataset that has files, UTF-8 with a header. Text that a spreadsheet would take for a formula
 * gets an apostrophe in front; lists are JSON.
 * @returns paths of the files
 */
export async function exportCsv(out: string): Promise<string[]> {
  const dataset = await openDataset(out)
  const written: string[] = []
  try {
    for (const name of datasets.filter((name) => dataset.has(name))) {
      const path = join(out, `${name}.csv`)
      const temporary = `${path}.tmp`
      await rm(temporary, { force: true })
      const columns = variablesOf(name).map((variable) => `${cellSql(variable)} AS ${identifier(variable.name)}`)
      await dataset.query(
        `COPY (SELECT ${columns.join(', ')} FROM ${name}) TO ${literal(temporary)} (FORMAT csv, HEADER)`,
      )
      await rename(temporary, path)
      written.push(path)
    }
  } finally {
    dataset.close()
  }
  return written
}

/** What begins like this is a formula to Excel, LibreOffice or Google Sheets (OWASP, CSV injection). */
const formula = '^\\s*[=+\\-@\\t\\r\\n＝＋－＠]'

function cellSql({ name, type }: Variable): string {
  const column = identifier(name)
  switch (type) {
    case 'string':
    case 'json':
      return `CASE WHEN regexp_matches(${column}, '${formula}') THEN '''' || ${column} ELSE ${column} END`
    case 'strings':
    case 'floats':
      return `to_json(${column})::VARCHAR`
    case 'time':
      return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`
    default:
      return column
  }
}

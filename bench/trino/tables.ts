import type { DatasetReader } from '../../src/dataset/read.ts'
import { type Dataset, datasets, type Variable, variablesOf } from '../../src/variables/registry/index.ts'

const types: Record<Variable['type'], string> = {
  string: 'varchar',
  float: 'double',
  int: 'bigint',
  bool: 'boolean',
  time: 'timestamp(3)',
  strings: 'array(varchar)',
  floats: 'array(double)',
  json: 'varchar',
}

/** The rows of each dataset as a query of Trino that gives them: there is no table then. */
export async function tablesOf(reader: DatasetReader): Promise<Partial<Record<Dataset, string>>> {
  const tables: Partial<Record<Dataset, string>> = {}
  for (const dataset of datasets) tables[dataset] = tableOf(dataset, await reader.query(`SELECT * FROM ${dataset}`))
  return tables
}

function tableOf(dataset: Dataset, rows: Record<string, unknown>[]): string {
  const variables = variablesOf(dataset)
  const used = variables.filter(({ name }) => rows.some((row) => row[name] !== null))
  const empty = variables.filter((variable) => !used.includes(variable))
  const columns = [
    ...used.map(({ name, type }, at) => `CAST(c${at} AS ${types[type]}) AS "${name}"`),
    ...empty.map(({ name, type }) => `CAST(NULL AS ${types[type]}) AS "${name}"`),
  ]
  if (rows.length === 0) return `SELECT ${columns.join(', ')} WHERE false`
  const values = rows.map((row) => `(${used.map(({ name, type }) => literal(row[name], type)).join(', ')})`)
  return `SELECT ${columns.join(', ')} FROM (VALUES ${values.join(', ')}) AS t (${used.map((_, at) => `c${at}`).join(', ')})`
}

function literal(value: unknown, type: Variable['type']): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace('T', ' ').replace('Z', '')}'`
  if (Array.isArray(value)) return `ARRAY[${value.map((item) => literal(item, type)).join(', ')}]`
  if (typeof value === 'number') return type === 'float' || type === 'floats' ? value.toExponential() : String(value)
  return typeof value === 'boolean' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

// With infra/contract.ts, all that infra takes of src.
import { sqlType } from '../src/dataset/schema.ts'
import { type Dataset, type Variable, variablesOf } from '../src/variables/registry/index.ts'

export { type Dataset, datasets, setOwnVariables, type Variable } from '../src/variables/registry/index.ts'

/** A column as Glue's catalogue has it. */
export interface Column {
  name: string
  type: string
  comment: string
}

/** Columns of a dataset's table, in the order of the files. */
export function columnsOf(dataset: Dataset): Column[] {
  return variablesOf(dataset).map((variable) => ({
    name: variable.name,
    type: hiveType(sqlType(variable)),
    comment: comment(variable),
  }))
}

/** Athena's name of DuckDB's type. */
function hiveType(type: string): string {
  if (type.endsWith('[]')) return `array<${hiveType(type.slice(0, -2))}>`
  const found = hiveTypes[type]
  if (!found) throw new Error(`${type}: Athena's name of this type of column is not known; add it to infra/columns.ts`)
  return found
}

const hiveTypes: Record<string, string> = {
  VARCHAR: 'string',
  DOUBLE: 'double',
  FLOAT: 'float',
  BIGINT: 'bigint',
  BOOLEAN: 'boolean',
  TIMESTAMP: 'timestamp',
}

/** As many bytes as Glue takes of a comment. */
const longest = 255

/** The unit first: it must not be what a long formula leaves no room for. */
function comment({ formula, unit }: Variable): string {
  const text = `${unit ? `[${unit}] ` : ''}${formula}`
  if (Buffer.byteLength(text) <= longest) return text
  let short = text.slice(0, longest - 3)
  while (Buffer.byteLength(short) > longest - 3) short = short.slice(0, -1)
  return `${short.trimEnd()}...`
}

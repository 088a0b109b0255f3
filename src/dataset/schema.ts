import { type AnyDataset, type Variable, variablesOf } from '../variables/registry/index.ts'

const sqlTypes = {
  string: 'VARCHAR',
  float: 'DOUBLE',
  int: 'BIGINT',
  bool: 'BOOLEAN',
  // Without a time zone, in UTC: a day is the same day in every tool and on every machine.
  time: 'TIMESTAMP',
  strings: 'VARCHAR[]',
  floats: 'DOUBLE[]',
  // Parquet's own JSON type opens as binary in some readers; text opens everywhere.
  json: 'VARCHAR',
} as const satisfies Record<Variable['type'], string>

/** DuckDB's type of a column. Vectors of embeddings are single precision, as models give them. */
export function sqlType(variable: Variable): string {
  return variable.dataset === 'embeddings' && variable.type === 'floats' ? 'FLOAT[]' : sqlTypes[variable.type]
}

/** `CREATE TABLE` for a dataset, columns in the order of the registry. */
export function tableSql(dataset: AnyDataset, table: string = dataset): string {
  const columns = variablesOf(dataset).map((variable) => `${identifier(variable.name)} ${sqlType(variable)}`)
  return `CREATE TABLE ${identifier(table)} (${columns.join(', ')})`
}

/** `COMMENT ON COLUMN` for every column: what a variable is, with its unit. */
export function commentsSql(dataset: AnyDataset, table: string = dataset): string[] {
  return variablesOf(dataset).map(
    (variable) =>
      `COMMENT ON COLUMN ${identifier(table)}.${identifier(variable.name)} IS ${literal(describe(variable))}`,
  )
}

/** The registry's entries of a dataset as JSON: Parquet keeps no column comments, so files carry it as metadata. */
export function codebookJson(dataset: AnyDataset): string {
  return JSON.stringify(
    variablesOf(dataset).map(({ name, type, unit, range, formula, source, version, definition, missing }) => ({
      name,
      type,
      unit,
      range,
      formula,
      source,
      version,
      definition,
      missing,
    })),
  )
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function describe({ formula, unit, version }: Variable): string {
  return `${formula}${unit ? ` [${unit}]` : ''} (version ${version})`
}

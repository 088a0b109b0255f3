import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../errors.ts'
import type { Picture } from '../image/picture.ts'
import { loadColourTable } from './colour-table.ts'
import type { Row, Variable } from './registry/index.ts'
import { type Entry, ownEntries } from './registry/own.ts'

/**
 * A user's own variables: what a module named in `ownVariables` of the config exports as `default`. The entries are columns of
 * `images` like any other, in the schema, the codebook and the report; `measure` gives them for one picture.
 */
export interface OwnVariables {
  variables: readonly Entry[]
  /** Upright sRGB at analysis size. What is not there or not finite is null; what has no entry is left out. */
  measure(picture: Picture): Row | Promise<Row>
}

/** Own variables as they were loaded, a table of colours too: the hash of what the file holds enters the pipeline digest, for the function has no version of its own. */
export interface LoadedVariables {
  path: string
  sha256: string
  variables: Variable[]
  measure: OwnVariables['measure']
}

/** Files of the user's that add columns, as the config and a plan name them. */
export interface OwnFiles {
  /** Modules. */
  ownVariables?: readonly string[] | undefined
  /** Names of colours. */
  colourTable?: string | null | undefined
}

/** @throws UsageError that names the file and what is wrong with it */
export async function loadOwnVariables(
  { ownVariables = [], colourTable }: OwnFiles,
  hash: (bytes: Uint8Array) => string,
): Promise<LoadedVariables[]> {
  return await Promise.all([
    ...(colourTable ? [loadColourTable(colourTable, hash)] : []),
    ...ownVariables.map(async (path) => {
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw new UsageError(`ownVariables: ${path}: can't be read (${String(cause)})`, { cause })
      })
      const module: unknown = await import(pathToFileURL(path).href).catch((cause: unknown) => {
        throw new UsageError(`ownVariables: ${path}: can't be loaded (${String(cause)})`, { cause })
      })
      const own = (module as { default?: Partial<OwnVariables> }).default
      if (!own || !Array.isArray(own.variables) || typeof own.measure !== 'function') {
        throw new UsageError(`ownVariables: ${path}: must export default { variables: [...], measure(picture) {...} }`)
      }
      return { path, sha256: hash(bytes), variables: ownEntries(path, own.variables), measure: own.measure.bind(own) }
    }),
  ])
}

/** The own columns of a picture. */
export async function measureOwn(picture: Picture, own: readonly LoadedVariables[]): Promise<Row> {
  const row: Row = {}
  for (const { variables, measure, path } of own) {
    const measured = await Promise.resolve()
      .then(() => measure(picture))
      .catch((cause: unknown) => {
        throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      })
    for (const { name } of variables) row[name] = measured[name] ?? null
  }
  return row
}

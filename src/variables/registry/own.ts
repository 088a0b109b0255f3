import { UsageError } from '../../errors.ts'
import { type ColumnType, family, type Variable } from './entry.ts'

/** What a user says of a variable; the rest has defaults. Dataset and family are given: `images`, `own`. */
export type Entry = Pick<Variable, 'name' | 'type' | 'formula'> &
  Partial<Pick<Variable, 'unit' | 'range' | 'source' | 'version' | 'definition' | 'missing'>>

const types: readonly ColumnType[] = ['string', 'float', 'int', 'bool', 'time', 'strings', 'floats', 'json']

/** @throws UsageError for an entry that is none */
export function ownEntries(path: string, entries: readonly Entry[]): Variable[] {
  for (const { name, type, formula } of entries) {
    const called = `ownVariables: ${path}: ${JSON.stringify(name)}`
    if (!/^[a-z][a-z0-9_]*$/.test(String(name))) {
      throw new UsageError(`${called}: a name has small letters, digits and _, and begins with a letter`)
    }
    if (!types.includes(type)) throw new UsageError(`${called}: the type is one of ${types.join(', ')}`)
    if (typeof formula !== 'string' || formula === '') throw new UsageError(`${called}: say in "formula" what it is`)
  }
  const missing = 'when the image could not be measured'
  return family(
    'images',
    'own',
    entries.map((entry) => ({ missing, ...entry })),
  )
}

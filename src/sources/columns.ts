import { UsageError } from '../errors.ts'
import { columnNames, type Target, targets } from './column-names.ts'

/** Which column holds what, and which are left for `extra`. */
export interface Mapping {
  columns: Partial<Record<Target, string>>
  extra: string[]
}

export interface MappingOptions {
  /** What the user says each column is: before all else. */
  map: Record<string, string>
  /** Of the table, for messages. */
  name: string
  /** Names of one program's columns, before those that all tables share; an empty list: no column is that. */
  preferred?: Partial<Record<Target, readonly string[]>>
  /** Posts without pictures are something, too. */
  needsImage?: boolean
}

/**
 * Finds what each column of a table is: as `map` says, else by its name; each column is at most one thing.
 * @throws UsageError when `map` names an unknown target or column, or no column is the image
 */
export function mapColumns(
  columns: readonly string[],
  { map, name, preferred = {}, needsImage = true }: MappingOptions,
): Mapping {
  const found: Partial<Record<Target, string>> = {}
  for (const [target, column] of Object.entries(map)) {
    if (!isTarget(target))
      throw new UsageError(
        `--map ${target}=${column}: "${target}" is unknown; what can be mapped is ${targets.join(', ')}`,
      )
    found[target] = knownColumn(column, columns, `--map ${target}=${column}: ${name}`)
  }
  const used = new Set(Object.values(found))
  const take = (target: Target, column: string | undefined): void => {
    if (found[target] !== undefined || column === undefined) return
    found[target] = column
    used.add(column)
  }
  for (const target of targets) take(target, preferredColumn(preferred[target] ?? [], columns, used))
  for (const target of targets)
    if (preferred[target]?.length !== 0) take(target, byName(columnNames[target], columns, used))
  if (found.image === undefined && needsImage)
    throw new UsageError(
      `${name}: no column is called like an image; say which with --map image=COLUMN; ${listed(columns)}`,
    )
  return { columns: found, extra: columns.filter((column) => !used.has(column)) }
}

const isTarget = (name: string): name is Target => Object.hasOwn(columnNames, name)

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const listed = (columns: readonly string[]): string => `its columns are ${columns.slice(0, 60).join(', ')}`

function byName(names: readonly string[], columns: readonly string[], used: ReadonlySet<string>): string | undefined {
  for (const name of names) {
    const column = columns.find((candidate) => !used.has(candidate) && plain(candidate) === plain(name))
    if (column !== undefined) return column
  }
  return undefined
}

/** By its exact name, or as a way into a nested column. */
function preferredColumn(
  names: readonly string[],
  columns: readonly string[],
  used: ReadonlySet<string>,
): string | undefined {
  const isThere = (name: string): boolean => columns.includes(name) || columns.includes(name.split('.')[0] ?? '')
  return names.find((name) => isThere(name) && !used.has(name))
}

/** The column itself, or the way into a nested one (`owner.username`). */
function knownColumn(column: string, columns: readonly string[], where: string): string {
  if (columns.includes(column)) return column
  const sameButCase = columns.find((candidate) => candidate.toLowerCase() === column.toLowerCase())
  if (sameButCase !== undefined) return sameButCase
  if (columns.includes(column.split('.')[0] ?? '')) return column
  throw new UsageError(`${where} has no column "${column}"; ${listed(columns)}`)
}

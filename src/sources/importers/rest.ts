import { isObject, type JsonObject } from '../json.ts'

/** Which parts of a row an importer has used: a tree of names, in which `true` is everything below. */
export interface Used {
  readonly [name: string]: true | Used
}

/**
 * What is left of a row when what was used is taken away: nothing that a file says is lost. Lists are gone through
 * entry by entry. What says nothing (null, empty text, empty lists and objects) is left out.
 * @returns null when nothing is left
 */
export function restOf(row: JsonObject, used: Used): JsonObject | null {
  const left: [string, unknown][] = []
  for (const [name, value] of Object.entries(row)) {
    const mark = Object.hasOwn(used, name) ? used[name] : undefined
    if (mark === true) continue
    const rest = mark === undefined ? value : restOfValue(value, mark)
    if (!saysNothing(rest)) left.push([name, rest])
  }
  return left.length > 0 ? Object.fromEntries(left) : null
}

/** Several parts of `extra` as one; null when there is nothing in them. */
export function together(...parts: (JsonObject | null)[]): JsonObject | null {
  const whole = Object.assign({}, ...parts) as JsonObject
  return Object.keys(whole).length > 0 ? whole : null
}

function restOfValue(value: unknown, used: Used): unknown {
  if (Array.isArray(value)) return value.map((entry) => restOfValue(entry, used)).filter((entry) => !saysNothing(entry))
  return isObject(value) ? restOf(value, used) : value
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

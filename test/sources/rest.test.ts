import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { restOf, type Used } from '../../src/sources/importers/rest.ts'
import type { JsonObject } from '../../src/sources/json.ts'

/** Ways to all that says something: `a.0.b`. Places in lists are left out of the ways, as what is empty between is. */
function waysOf(value: unknown, way = ''): string[] {
  if (value === null || value === '') return []
  if (typeof value !== 'object') return [`${way}=${String(value)}`]
  if (Array.isArray(value)) return value.flatMap((entry) => waysOf(entry, `${way}[]`))
  return Object.entries(value as JsonObject).flatMap(([name, below]) => waysOf(below, `${way}.${name}`))
}

function usedWay(way: string, used: Used): boolean {
  let here = used
  for (const step of way.replace(/=.*$/s, '').replaceAll('[]', '').split('.').slice(1)) {
    const next = Object.hasOwn(here, step) ? here[step] : undefined
    if (next === true || next === undefined) return next === true
    here = next
  }
  return false
}

test('what is used and what is left are all that a row says, and nothing is both', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const { value } = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, '', 'text', 0, false, 7),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  }))
  const row = fc.dictionary(name, value, { maxKeys: 3 })
  const { tree } = fc.letrec<{ tree: Used; mark: true | Used }>((tie) => ({
    tree: fc.dictionary(name, tie('mark'), { maxKeys: 3 }),
    mark: fc.oneof({ maxDepth: 3 }, fc.constant(true as const), tie('tree')),
  }))
  fc.assert(
    fc.property(row, tree, (given, used) => {
      const left = waysOf(restOf(given, used)).sort()
      const expected = waysOf(given)
        .filter((way) => !usedWay(way, used))
        .sort()
      expect(left).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

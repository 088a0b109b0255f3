import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { colourTransportVariables } from '../../src/variables/colour-transport.ts'
import { leastTransport } from '../../src/variables/transport.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn } from '../image/pictures.ts'

test('of equal masses, the cheapest of all assignments is found', () => {
  const costs = fc.integer({ min: 1, max: 6 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      cost: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: size * size, maxLength: size * size }),
    }),
  )
  fc.assert(
    fc.property(costs, ({ size, cost }) => {
      const ones = Array.from({ length: size }, () => 1)
      const best = Math.min(
        ...orders(size).map((order) => order.reduce((sum, to, from) => sum + (cost[from * size + to] as number), 0)),
      )

      expect(leastTransport(ones, ones, cost)).toBe(best)
    }),
    { numRuns: 100 },
  )
})

test('on a line, it is the area between the sums of both', () => {
  const masses = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(masses, masses, (supply, rest) => {
      const places = Math.min(supply.length, rest.length)
      const given = supply.slice(0, places)
      const all = given.reduce((a, b) => a + b, 0)
      const demand = rest.slice(0, places)
      // As much is taken as is given: the first place makes up for the difference, or all is taken there.
      const others = demand.slice(1).reduce((a, b) => a + b, 0)
      const taken = others > all ? demand.map((_, i) => (i === 0 ? all : 0)) : [all - others, ...demand.slice(1)]
      const cost = Array.from({ length: places ** 2 }, (_, i) => Math.abs(Math.floor(i / places) - (i % places)))
      let [between, area] = [0, 0]
      for (let i = 0; i < places; i++) {
        between += (given[i] as number) - (taken[i] as number)
        area += Math.abs(between)
      }

      expect(leastTransport(given, taken, cost)).toBe(area)
    }),
    { numRuns: 200 },
  )
})

test('colours in even mixture are the most colourful, and one colour is little so', () => {
  const step = (i: number) => 64 * (i % 4) + 20
  const even = drawn(64, 8, (x, y) => [step(x), step(x >> 2), step((x >> 4) + 4 * y)])
  const red = drawn(30, 20, () => [230, 10, 20])
  const half = drawn(64, 8, (x, y) => (y < 4 ? [230, 10, 20] : [step(x), step(x >> 2), step(x >> 4)]))
  const measured = [even, half, red].map((picture) =>
    Number(colourTransportVariables(viewOf(picture)).colourfulness_emd),
  )

  expect(measured[0]).toBe(128)
  expect(measured[1]).toBeCloseTo((128 + (measured[2] as number)) / 2, 9)
  expect(measured[2]).toBeLessThan(40)
})

function orders(size: number): number[][] {
  if (size === 0) return [[]]
  return orders(size - 1).flatMap((order) =>
    Array.from({ length: size }, (_, at) => [...order.slice(0, at), size - 1, ...order.slice(at)]),
  )
}

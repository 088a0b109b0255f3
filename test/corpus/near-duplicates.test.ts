import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bitsSet, nearDistance, nearDuplicates } from '../../src/corpus/near-duplicates.ts'

describe('near-duplicates', () => {
  const hash = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 16, maxLength: 16 })
  const hex = (digits: number[]) => digits.map((digit) => digit.toString(16)).join('')

  test('every pair within the distance stands in one group, as when all pairs are compared', () => {
    const flips = fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(hash, { minLength: 1, maxLength: 12 }),
        fc.array(flips, { maxLength: 12 }),
        fc.constantFrom(8, 9),
        (some, changes, bands) => {
          const near = changes.map((bits, index) =>
            bits.reduce(flip, BigInt(`0x${hex(some[index % some.length] ?? [])}`)),
          )
          const hashes = [...some.map(hex), ...near.map((value) => value.toString(16).padStart(16, '0'))]

          const found = nearDuplicates(hashes, bands).map((group) => group.toSorted((a, b) => a - b).join())

          expect(found.toSorted()).toEqual(byAllPairs(hashes).toSorted())
        },
      ),
    )
  })

  test('bits are counted', () => {
    expect([0, 1, 0xff, 0x80000000, 0xffffffff].map(bitsSet)).toEqual([0, 1, 8, 1, 32])
  })
})

function flip(value: bigint, bit: number): bigint {
  return value ^ (1n << BigInt(bit))
}

function byAllPairs(hashes: readonly string[]): string[] {
  const group = hashes.map((_, index) => index)
  for (const [a, first] of hashes.entries()) {
    for (const [b, second] of hashes.entries()) {
      const differ = (BigInt(`0x${first}`) ^ BigInt(`0x${second}`)).toString(2).replaceAll('0', '').length
      if (a >= b || differ > nearDistance) continue
      const [from, to] = [group[b], group[a] as number]
      for (const [index, own] of group.entries()) if (own === from) group[index] = to
    }
  }
  const members = [...new Set(group)].map((one) => [...group.keys()].filter((index) => group[index] === one))
  return members.filter((own) => own.length > 1).map((own) => own.join())
}

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Packable, pack, unpack } from '../../../src/brands/gallery/pack.ts'

const packable = fc.letrec<{ value: Packable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.float32Array({ noNaN: true }),
    fc.int32Array(),
    fc.int8Array(),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

test('what is packed comes back, wherever the bytes lie in memory', () => {
  fc.assert(
    fc.property(packable, fc.nat(9), (value, shift) => {
      const packed = pack(value)
      const moved = new Uint8Array(packed.length + shift)
      moved.set(packed, shift)

      expect(unpack(moved.subarray(shift))).toEqual(value)
    }),
  )
})

test('bytes that are cut off, or of another format, are refused', () => {
  const packed = pack({ name: 'Acme', vectors: [Float32Array.from([1, 2, 3])] })

  for (let length = 0; length < packed.length - 4; length++) {
    expect(() => unpack(packed.subarray(0, length))).toThrow()
  }
  expect(() => unpack(Buffer.from('PK something else'))).toThrow(/no pack/)
})

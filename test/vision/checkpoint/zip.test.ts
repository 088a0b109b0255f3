import { describe, expect, test } from '@jest/globals'
import { openZip } from '../../../src/vision/checkpoint/zip.ts'
import { zipOf } from './zip-writer.ts'

const text = new TextEncoder().encode('weights '.repeat(50))

describe('a zip file', () => {
  test('gives its files, packed or not, whatever comment stands at its end', () => {
    const bytes = zipOf(
      [
        { name: 'a/plain', content: text },
        { name: 'a/packed', content: text, deflated: true },
        { name: 'empty', content: new Uint8Array() },
      ],
      'PK\u0005\u0006 is no end',
    )

    const archive = openZip(bytes)

    expect(archive.names).toEqual(['a/plain', 'a/packed', 'empty'])
    expect([...archive.read('a/plain')]).toEqual([...text])
    expect([...archive.read('a/packed')]).toEqual([...text])
    expect(archive.read('empty')).toHaveLength(0)
  })

  test('is read where it lies inside of a larger array', () => {
    const bytes = zipOf([{ name: 'one', content: text, deflated: true }])
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 7)

    expect([...openZip(larger.subarray(7)).read('one')]).toEqual([...text])
  })

  test('says which file it does not have', () => {
    expect(() => openZip(zipOf([])).read('weights')).toThrow(/has no weights/)
  })

  test.each([
    ['another checksum', { crc: 1 }, /one is damaged/],
    ['another size', { size: 3 }, /one (is damaged|does not unpack)/],
    ['another way of packing', { method: 12 }, /by the method 12/],
    ['a password', { flags: 1 }, /encrypted/],
  ])('with %s is refused', (_what, says, message) => {
    const archive = openZip(zipOf([{ name: 'one', content: text, deflated: true, says }]))

    expect(() => archive.read('one')).toThrow(message)
  })

  test('that is cut off anywhere, or is none, is refused', () => {
    const whole = zipOf([{ name: 'one', content: text }])

    for (let length = 0; length < whole.length; length += 5) {
      expect(() => openZip(whole.subarray(0, length)).read('one')).toThrow(RangeError)
      // The end is there, what lies before it is not.
      expect(() => openZip(whole.subarray(whole.length - Math.max(22, length))).read('one')).toThrow(RangeError)
    }
  })
})

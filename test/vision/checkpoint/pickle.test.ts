import { describe, expect, test } from '@jest/globals'
import { readPickle } from '../../../src/vision/checkpoint/pickle.ts'
import { op } from './pickle-writer.ts'

const read = (...parts: number[][]) => readPickle(Uint8Array.from(parts.flat()), ['torch.FloatStorage'])

describe('a pickle', () => {
  test('is read to the data that it describes', () => {
    const value = read(
      ...[op.start, op.mark, op.text('Größe'), op.keep(3), op.int(-7), op.no, op.emptyDictionary],
      ...[op.kept(3), op.int(2), op.setItem, op.tuple, op.stop],
    )

    expect(value).toEqual(['Größe', -7, false, new Map([['Größe', 2]])])
  })

  test('that names what weights do not need is not read, and nothing of it is run', () => {
    const call = [op.global('os', 'system'), op.mark, op.text('touch /tmp/it-ran'), op.tuple, op.call]

    expect(() => read(op.start, ...call, op.stop)).toThrow(/names os\.system.*not read/)
    expect(() => read(op.start, op.global('builtins', 'eval'), op.stop)).toThrow(/names builtins\.eval/)
  })

  test('keeps a call of an allowed name as it is written', () => {
    const value = read(op.start, op.global('torch', 'FloatStorage'), op.mark, op.int(3), op.tuple, op.call, op.stop)

    expect(value).toEqual({ kind: 'called', what: 'torch.FloatStorage', arguments: [3], entries: new Map() })
  })

  test.each([
    ['an opcode that plain data does not need', [op.start, [0x81], op.stop], /opcode 0x81/],
    ['another protocol', [[0x80, 4], op.stop], /protocol 4/],
    ['values that it does not have', [op.start, op.stop], /does not have/],
    ['a call of what has no name', [op.start, op.int(1), op.emptyTuple, op.call, op.stop], /has no name/],
    ['a list that never began', [op.start, op.int(1), op.tuple, op.stop], /does not have/],
    ['what it has not kept', [op.start, op.kept(9), op.stop], /not kept/],
    ['entries of what is no dictionary', [op.start, op.int(1), op.int(2), op.int(3), op.setItem, op.stop], /no dict/],
    ['text that is none', [op.start, [0x58, 1, 0, 0, 0, 0xff], op.stop], /not UTF-8/],
  ])('with %s is refused', (_what, parts, message) => {
    expect(() => read(...parts)).toThrow(message)
  })

  test('that is cut off anywhere is refused', () => {
    const whole = [op.start, op.mark, op.text('name'), op.int(5), op.tuple, op.stop].flat()

    for (let length = 0; length < whole.length; length++) {
      expect(() => read(whole.slice(0, length))).toThrow(RangeError)
    }
  })
})

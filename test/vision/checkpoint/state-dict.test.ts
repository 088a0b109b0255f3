import { describe, expect, test } from '@jest/globals'
import { readStateDict } from '../../../src/vision/checkpoint/state-dict.ts'
import { stateDictPickle, type TensorToPickle } from './pickle-writer.ts'
import { type ZipFile, zipOf } from './zip-writer.ts'

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer)

function checkpoint(tensors: readonly TensorToPickle[], files: readonly ZipFile[], rebuild?: string): Uint8Array {
  return zipOf([{ name: 'archive/data.pkl', content: stateDictPickle(tensors, rebuild) }, ...files])
}

const six = { name: 'archive/data/0', content: floats(1, 2, 3, 4, 5, 6) }

describe('a state dict of PyTorch', () => {
  test('gives its tensors of float32 by name, and leaves counters out', () => {
    const bytes = checkpoint(
      [
        { name: 'layer.weight', shape: [2, 3], key: '0' },
        { name: 'layer.bias', shape: [2], key: '0', offset: 4 },
        { name: 'layer.count', shape: [], key: '1', storage: 'LongStorage' },
      ],
      [six, { name: 'archive/data/1', content: new Uint8Array(8) }],
    )

    const weights = readStateDict(bytes)

    expect([...weights.keys()]).toEqual(['layer.weight', 'layer.bias'])
    expect(weights.get('layer.weight')).toEqual({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) })
    expect(weights.get('layer.bias')).toEqual({ shape: [2], values: Float32Array.of(5, 6) })
  })

  test.each([
    ['holds other numbers', [{ name: 'w', shape: [2], key: '0', storage: 'HalfStorage' }], /names torch\.HalfStorage/],
    ['has fewer numbers than it says', [{ name: 'w', shape: [7], key: '0' }], /w has fewer numbers/],
    ['lies in columns', [{ name: 'w', shape: [2, 3], strides: [1, 2], key: '0' }], /row by row/],
    ['lies in a file that is not there', [{ name: 'w', shape: [2], key: '9' }], /has no archive\/data\/9/],
  ])('whose tensor %s is refused', (_what, tensors, message) => {
    expect(() => readStateDict(checkpoint(tensors, [six]))).toThrow(message)
  })

  test('that wants another function called is refused', () => {
    const bytes = checkpoint([{ name: 'w', shape: [2], key: '0' }], [six], '_rebuild_parameter')

    expect(() => readStateDict(bytes)).toThrow(/names torch\._utils\._rebuild_parameter/)
  })

  test('is told from an archive of something else', () => {
    expect(() => readStateDict(zipOf([six]))).toThrow(/no data\.pkl/)
  })
})

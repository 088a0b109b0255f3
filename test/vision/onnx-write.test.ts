import { describe, expect, test } from '@jest/globals'
import { refusal } from '../../src/vision/onnx-file.ts'
import { writeOnnx } from '../../src/vision/onnx-write.ts'
import { openSession } from '../../src/vision/session.ts'

describe('a graph that is written as ONNX', () => {
  test('does in onnxruntime what it says, at any size', async () => {
    const bytes = writeOnnx({
      name: 'sizes',
      nodes: [
        {
          op: 'Conv',
          inputs: ['picture', 'weight', 'bias'],
          output: 'c',
          attributes: { strides: { integers: [2, 2] } },
        },
        { op: 'LeakyRelu', inputs: ['c'], output: 'l', attributes: { alpha: { float: 0.5 } } },
        {
          op: 'Resize',
          inputs: ['l', '', 'scales'],
          output: 'r',
          attributes: { mode: { text: 'nearest' } },
        },
        { op: 'Slice', inputs: ['r', 'from', 'to', 'axis'], output: 's' },
        { op: 'Softmax', inputs: ['s'], output: 'shares', attributes: { axis: { integer: 3 } } },
        { op: 'Identity', inputs: ['r'], output: 'enlarged' },
      ],
      constants: [
        { name: 'weight', shape: [1, 1, 1, 1], values: Float32Array.of(2) },
        { name: 'bias', shape: [1], values: Float32Array.of(-5) },
        { name: 'scales', shape: [4], values: Float32Array.of(1, 1, 1, 2) },
        { name: 'from', shape: [1], values: BigInt64Array.of(0n) },
        { name: 'to', shape: [1], values: BigInt64Array.of(2n) },
        { name: 'axis', shape: [1], values: BigInt64Array.of(3n) },
      ],
      inputs: [{ name: 'picture', shape: [1, 1, 'height', 'width'] }],
      outputs: [
        { name: 'enlarged', shape: [1, 1, 'rows', 'columns'] },
        { name: 'shares', shape: [1, 1, 'rows', 2] },
      ],
    })
    expect(refusal(bytes)).toBeNull()

    const session = await openSession(bytes, { device: 'cpu', threads: 1 })
    const { enlarged, shares } = await session.run(Float32Array.of(1, 0, 2, 0, 3, 0), [1, 1, 1, 6])
    await session.close()

    // 2 x - 5, halved where it is below zero, every second one, twice.
    expect([...(enlarged ?? [])]).toEqual([-1.5, -1.5, -0.5, -0.5, 1, 1])
    expect([...(shares ?? [])]).toEqual([0.5, 0.5])
  })
})

import { writeOnnx } from '../../vision/onnx-write.ts'
import { openSession, type SessionOptions } from '../../vision/session.ts'
import { descriptorLength } from '../../vision/xfeat-graph.ts'

/** Rows at once: what comes out stays in the cache's reach. */
const rowsAtOnce = 128

export interface Similarities {
  /** Cosine similarities of descriptors, some at a time, row by row: `count` rows, the first of them is descriptor `first`. */
  each(
    descriptors: Float32Array,
    take: (block: { first: number; count: number; values: Float32Array }) => void,
  ): Promise<void>
  close(): Promise<void>
}

/**
 * Compares descriptors with fixed ones: a product of matrices, which the runtime does on any device.
 * @param fixed of unit length, one after another
 */
export async function openSimilarities(
  fixed: Float32Array,
  options: Pick<SessionOptions, 'device' | 'threads'>,
): Promise<Similarities> {
  const count = fixed.length / descriptorLength
  const columns = new Float32Array(fixed.length)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < descriptorLength; j++) columns[j * count + i] = fixed[descriptorLength * i + j] as number
  }
  const graph = writeOnnx({
    name: 'similarities',
    nodes: [{ op: 'MatMul', inputs: ['descriptors', 'fixed'], output: 'similarities' }],
    constants: [{ name: 'fixed', shape: [descriptorLength, count], values: columns }],
    inputs: [{ name: 'descriptors', shape: ['rows', descriptorLength] }],
    outputs: [{ name: 'similarities', shape: ['rows', count] }],
  })
  const session = await openSession(graph, options)
  return {
    async each(descriptors, take) {
      const rows = descriptors.length / descriptorLength
      for (let first = 0; first < rows; first += rowsAtOnce) {
        const block = descriptors.subarray(descriptorLength * first, descriptorLength * (first + rowsAtOnce))
        const among = block.length / descriptorLength
        const { similarities } = await session.run(block, [among, descriptorLength])
        take({ first, count: among, values: similarities as Float32Array })
      }
    },
    close: () => session.close(),
  }
}

import { floats, int, ints, message, model, node, text, value } from './onnx-writer.ts'

/**
 * A real, tiny model of the adapter `logo-embedding`, written by hand as ONNX's protobuf: crops N x 3 x 24 x 24 are averaged over a grid of
 * 6 x 6 fields, less the mean of a grey, and scaled to unit length. It tells colours and coarse shapes apart, which generated pictures need.
 * @param batch as the file says it: open, or one crop
 */
export function tinyEmbedding(batch: 'n' | 1 = 'n'): Uint8Array {
  const graph = [
    ...message(1, node('Sub', ['crops', 'grey'], 'centred')),
    ...message(1, node('AveragePool', ['centred'], 'pooled', [ints('kernel_shape', [4, 4]), ints('strides', [4, 4])])),
    ...message(1, node('Flatten', ['pooled'], 'flat', [int('axis', 1)])),
    ...message(1, node('LpNormalization', ['flat'], 'embedding', [int('axis', 1), int('p', 2)])),
    ...message(2, text('tiny')),
    ...message(5, grey()),
    ...message(11, value('crops', [batch, 3, 24, 24])),
    ...message(12, value('embedding', [batch, 108])),
  ]
  return model(graph)
}

export const tinySide = 24

/** One float32: 114. */
const grey = (): number[] => floats('grey', { shape: [1], values: [114] })

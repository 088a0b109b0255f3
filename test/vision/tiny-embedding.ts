/**
 * A real, tiny model of the adapter `logo-embedding`, written by hand as ONNX's protobuf: crops N x 3 x 24 x 24 are averaged over a grid of
 * 6 x 6 fields, less the mean of a grey, and scaled to unit length. It tells colours and coarse shapes apart, which generated pictures need.
 */
export function tinyEmbedding(): Uint8Array {
  const graph = [
    ...message(1, node('Sub', ['crops', 'grey'], 'centred')),
    ...message(1, node('AveragePool', ['centred'], 'pooled', [ints('kernel_shape', [4, 4]), ints('strides', [4, 4])])),
    ...message(1, node('Flatten', ['pooled'], 'flat', [int('axis', 1)])),
    ...message(1, node('LpNormalization', ['flat'], 'embedding', [int('axis', 1), int('p', 2)])),
    ...message(2, text('tiny')),
    ...message(5, grey()),
    ...message(11, value('crops', ['n', 3, 24, 24])),
    ...message(12, value('embedding', ['n', 108])),
  ]
  const opset = [...message(1, text('')), ...varint(2, 13)]
  return Uint8Array.from([...varint(1, 8), ...message(7, graph), ...message(8, opset)])
}

export const tinySide = 24

function node(op: string, inputs: string[], output: string, attributes: number[][] = []): number[] {
  return [
    ...inputs.flatMap((name) => message(1, text(name))),
    ...message(2, text(output)),
    ...message(4, text(op)),
    ...attributes.flatMap((attribute) => message(5, attribute)),
  ]
}

function int(name: string, number: number): number[] {
  return [...message(1, text(name)), ...varint(3, number), ...varint(20, 2)]
}

function ints(name: string, numbers: number[]): number[] {
  return [...message(1, text(name)), ...numbers.flatMap((number) => varint(8, number)), ...varint(20, 7)]
}

/** One float32: 114. */
function grey(): number[] {
  const raw = [...new Uint8Array(Float32Array.from([114]).buffer)]
  return [...varint(1, 1), ...varint(2, 1), ...message(8, text('grey')), ...message(9, raw)]
}

function value(name: string, shape: (string | number)[]): number[] {
  const dimensions = shape.flatMap((size) =>
    message(1, typeof size === 'string' ? message(2, text(size)) : varint(1, size)),
  )
  const tensor = [...varint(1, 1), ...message(2, dimensions)]
  return [...message(1, text(name)), ...message(2, message(1, tensor))]
}

function varint(field: number, number: number): number[] {
  return [field << 3, ...base128(number)].flatMap((part, i) => (i === 0 ? base128(part) : [part]))
}

function message(field: number, bytes: number[]): number[] {
  return [...base128((field << 3) | 2), ...base128(bytes.length), ...bytes]
}

function text(letters: string): number[] {
  return [...new TextEncoder().encode(letters)]
}

function base128(number: number): number[] {
  const bytes: number[] = []
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) + 128)
  }
}

/** Parts of ONNX's protobuf (onnx.proto3), so that tests can write small, real models. */
export function node(op: string, inputs: string[], output: string, attributes: number[][] = []): number[] {
  return [
    ...inputs.flatMap((name) => message(1, text(name))),
    ...message(2, text(output)),
    ...message(4, text(op)),
    ...attributes.flatMap((attribute) => message(5, attribute)),
  ]
}

export function int(name: string, number: number): number[] {
  return [...message(1, text(name)), ...varint(3, number), ...varint(20, 2)]
}

export function ints(name: string, numbers: number[]): number[] {
  return [...message(1, text(name)), ...numbers.flatMap((number) => varint(8, number)), ...varint(20, 7)]
}

/** @param type of the elements: 1 float32, 7 int64 */
export function value(name: string, shape: (string | number)[], type = 1): number[] {
  const dimensions = shape.flatMap((size) =>
    message(1, typeof size === 'string' ? message(2, text(size)) : varint(1, size)),
  )
  const tensor = [...varint(1, type), ...message(2, dimensions)]
  return [...message(1, text(name)), ...message(2, message(1, tensor))]
}

/** A tensor of float32. */
export function floats(name: string, { shape, values }: { shape: number[]; values: number[] }): number[] {
  const raw = [...new Uint8Array(Float32Array.from(values).buffer)]
  return [...shape.flatMap((size) => varint(1, size)), ...varint(2, 1), ...message(8, text(name)), ...message(9, raw)]
}

/** A tensor of int64. @param packed as varints, else as raw bytes */
export function longs(name: string, values: readonly number[], packed = false): number[] {
  const raw = [...new Uint8Array(BigInt64Array.from(values, BigInt).buffer)]
  const body = packed ? message(7, values.flatMap(base128)) : message(9, raw)
  return [...varint(1, values.length), ...varint(2, 7), ...message(8, text(name)), ...body]
}

/** An attribute that is a tensor. */
export function tensor(name: string, value: number[]): number[] {
  return [...message(1, text(name)), ...message(5, value), ...varint(20, 4)]
}

/** A ModelProto around a graph, for operators of ONNX's own, version 13. */
export function model(graph: number[]): Uint8Array {
  const opset = [...message(1, text('')), ...varint(2, 13)]
  return Uint8Array.from([...varint(1, 8), ...message(7, graph), ...message(8, opset)])
}

export function varint(field: number, number: number): number[] {
  return [field << 3, ...base128(number)].flatMap((part, i) => (i === 0 ? base128(part) : [part]))
}

export function message(field: number, bytes: number[]): number[] {
  return [...base128((field << 3) | 2), ...base128(bytes.length), ...bytes]
}

export function text(letters: string): number[] {
  return [...new TextEncoder().encode(letters)]
}

function base128(number: number): number[] {
  const bytes: number[] = []
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) + 128)
  }
}

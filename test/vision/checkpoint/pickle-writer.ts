/** Opcodes of pickles of protocol 2, so that tests can write small ones. */
export const op = {
  start: [0x80, 2],
  global: (module: string, name: string) => [0x63, ...utf8(`${module}\n${name}\n`)],
  text: (letters: string) => [0x58, ...int32(utf8(letters).length), ...utf8(letters)],
  int: (number: number) => [0x4a, ...int32(number)],
  no: [0x89],
  mark: [0x28],
  tuple: [0x74],
  emptyTuple: [0x29],
  emptyDictionary: [0x7d],
  call: [0x52],
  outside: [0x51],
  keep: (place: number) => [0x71, place],
  kept: (place: number) => [0x68, place],
  setItem: [0x73],
  setItems: [0x75],
  build: [0x62],
  stop: [0x2e],
}

const utf8 = (letters: string) => [...new TextEncoder().encode(letters)]
const int32 = (number: number) => [...new Uint8Array(Int32Array.of(number).buffer)]

export interface TensorToPickle {
  name: string
  shape: number[]
  /** Default: row by row. */
  strides?: number[]
  offset?: number
  storage?: string
  key: string
}

/** A state dict as PyTorch pickles it. */
export function stateDictPickle(tensors: readonly TensorToPickle[], rebuild = '_rebuild_tensor_v2'): Uint8Array {
  const numbers = (values: readonly number[]) => [...op.mark, ...values.flatMap(op.int), ...op.tuple]
  const rowByRow = (shape: readonly number[]) =>
    shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1))
  return Uint8Array.from([
    ...op.start,
    ...op.global('collections', 'OrderedDict'),
    ...op.emptyTuple,
    ...op.call,
    ...op.keep(0),
    ...op.mark,
    ...tensors.flatMap(({ name, shape, strides = rowByRow(shape), offset = 0, storage = 'FloatStorage', key }) => [
      ...op.text(name),
      ...op.global('torch._utils', rebuild),
      ...op.mark,
      ...op.mark,
      ...op.text('storage'),
      ...op.global('torch', storage),
      ...op.text(key),
      ...op.text('cpu'),
      ...op.int(shape.reduce((product, size) => product * size, 1)),
      ...op.tuple,
      ...op.outside,
      ...op.int(offset),
      ...numbers(shape),
      ...numbers(strides),
      ...op.no,
      ...op.global('collections', 'OrderedDict'),
      ...op.emptyTuple,
      ...op.call,
      ...op.tuple,
      ...op.call,
    ]),
    ...op.setItems,
    ...op.emptyDictionary,
    ...op.build,
    ...op.stop,
  ])
}

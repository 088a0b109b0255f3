import {
  attributeField,
  dimensionField,
  graphField,
  nodeField,
  shapeField,
  tensorField,
  tensorTypeField,
  typeField,
  valueField,
} from './onnx-fields.ts'
import { fields, messages, packed } from './protobuf.ts'

/** A tensor of the file, as far as it says how a graph treats its input. */
export interface Constant {
  dimensions: number[]
  /** Its values where it holds integers or floats and is small (a shape, axes, scales); else null. */
  values: number[] | null
}

export interface Node {
  op: string
  domain: string
  name: string
  inputs: string[]
  outputs: string[]
  /** Attributes that are an integer, integers or a tensor. */
  numbers: ReadonlyMap<string, number[]>
  tensors: ReadonlyMap<string, Constant>
}

/** An input or an output: a number for a fixed dimension, a name for an open one, null for one that nothing is said of. */
export interface GraphValue {
  name: string
  shape: (number | string | null)[]
}

export interface Graph {
  nodes: Node[]
  /** Tensors by name: initialisers, not the outputs of `Constant`. */
  constants: ReadonlyMap<string, Constant>
  /** What has to be given, without initialisers. */
  inputs: GraphValue[]
  outputs: GraphValue[]
}

/** Element types whose values are read. */
const float32 = 1
const int64 = 7
/** More numbers are weights. */
const fewNumbers = 16

/** Reads the graph of an ONNX ModelProto. @throws RangeError if it is none */
export function readGraph(graph: Uint8Array): Graph {
  const nodes: Node[] = []
  const constants = new Map<string, Constant>()
  const inputs: GraphValue[] = []
  const outputs: GraphValue[] = []
  for (const [field, body] of messages(graph)) {
    if (field === graphField.node) nodes.push(readNode(body))
    if (field === graphField.initialiser) constants.set(nameOf(body, tensorField.name), readTensor(body))
    if (field === graphField.input) inputs.push(readValue(body))
    if (field === graphField.output) outputs.push(readValue(body))
  }
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs }
}

/** The text of a field, '' without it. */
export function nameOf(bytes: Uint8Array, wanted: number): string {
  for (const [field, body] of messages(bytes)) if (field === wanted) return text(body)
  return ''
}

function readNode(bytes: Uint8Array): Node {
  const numbers = new Map<string, number[]>()
  const tensors = new Map<string, Constant>()
  const texts: Record<'input' | 'output', string[]> = { input: [], output: [] }
  for (const [field, body] of messages(bytes)) {
    if (field === nodeField.input) texts.input.push(text(body))
    if (field === nodeField.output) texts.output.push(text(body))
    if (field !== nodeField.attribute) continue
    const name = nameOf(body, attributeField.name)
    const found = integers(body, [attributeField.integer, attributeField.integers])
    if (found.length > 0) numbers.set(name, found)
    for (const [part, tensor] of messages(body))
      if (part === attributeField.tensor) tensors.set(name, readTensor(tensor))
  }
  const [op, domain, name] = [nodeField.op, nodeField.domain, nodeField.name].map((field) => nameOf(bytes, field))
  return {
    op: op as string,
    domain: domain as string,
    name: name as string,
    inputs: texts.input,
    outputs: texts.output,
    numbers,
    tensors,
  }
}

function readTensor(bytes: Uint8Array): Constant {
  const dimensions = integers(bytes, [tensorField.dimensions])
  const count = dimensions.reduce((product, size) => product * size, 1)
  return { dimensions, values: count <= fewNumbers ? valuesOf(bytes) : null }
}

function valuesOf(bytes: Uint8Array): number[] | null {
  const [type] = integers(bytes, [tensorField.type])
  for (const [field, body] of messages(bytes)) {
    if (type === int64 && field === tensorField.longs) return integers(bytes, [tensorField.longs])
    if (type === float32 && field === tensorField.floats) return numbersOf(body, 4)
    if (field === tensorField.raw && type === int64) return numbersOf(body, 8)
    if (field === tensorField.raw && type === float32) return numbersOf(body, 4)
  }
  return null
}

/** Little-endian: 4 bytes are a float32, 8 an int64. */
function numbersOf(body: Uint8Array, size: 4 | 8): number[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return Array.from({ length: body.byteLength / size }, (_, at) =>
    size === 4 ? view.getFloat32(4 * at, true) : Number(view.getBigInt64(8 * at, true)),
  )
}

/** All numbers of some fields, one by one or packed. */
function integers(bytes: Uint8Array, wanted: readonly number[]): number[] {
  const found: bigint[] = []
  for (const { field, number, body } of fields(bytes)) {
    if (!wanted.includes(field)) continue
    if (number !== null) found.push(number)
    else if (body) found.push(...packed(body))
  }
  return found.map(Number)
}

function readValue(bytes: Uint8Array): GraphValue {
  const value: GraphValue = { name: nameOf(bytes, valueField.name), shape: [] }
  for (const dimension of dimensionsOf(bytes)) {
    let size: number | string | null = null
    for (const { field, number, body } of fields(dimension)) {
      if (field === dimensionField.value && number !== null) size = Number(number)
      if (field === dimensionField.name && body) size = text(body)
    }
    value.shape.push(size)
  }
  return value
}

function dimensionsOf(value: Uint8Array): Uint8Array[] {
  let level = [value]
  for (const wanted of [valueField.type, typeField.tensor, tensorTypeField.shape, shapeField.dimension]) {
    level = level.flatMap((bytes) => [...messages(bytes)].flatMap(([field, body]) => (field === wanted ? [body] : [])))
  }
  return level
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

import {
  attributeField,
  dimensionField,
  graphField,
  modelField,
  nodeField,
  opsetField,
  shapeField,
  tensorField,
  tensorTypeField,
  typeField,
  valueField,
} from './onnx-fields.ts'
import { delimited, joined, varint } from './protobuf.ts'

/** Attributes of an operator: an integer, a float, a text, or integers. */
export type Attribute = { integer: number } | { float: number } | { text: string } | { integers: readonly number[] }

export interface GraphNode {
  op: string
  inputs: readonly string[]
  output: string
  attributes?: Readonly<Record<string, Attribute>>
}

export interface GraphTensor {
  name: string
  shape: readonly number[]
  values: Float32Array | BigInt64Array
}

/** An input or an output of float32: a number for a fixed dimension, a name for an open one. */
export interface GraphPort {
  name: string
  shape: readonly (number | string)[]
}

export interface GraphToWrite {
  name: string
  nodes: readonly GraphNode[]
  constants: readonly GraphTensor[]
  inputs: readonly GraphPort[]
  outputs: readonly GraphPort[]
}

const float32 = 1
const int64 = 7
/** Numbers of AttributeProto's types. */
const attributeTypes = { float: 1, integer: 2, text: 3, integers: 7 }
/** Version of ONNX's own format, and of its operators. */
const irVersion = 8
const opset = 17

/** A graph as a file of ONNX (onnx.proto3): the same graph is the same bytes. Nodes stand in the order in which they run. */
export function writeOnnx({ name, nodes, constants, inputs, outputs }: GraphToWrite): Uint8Array {
  const graph = joined([
    ...nodes.map((node) => delimited(graphField.node, nodeBytes(node))),
    text(graphField.name, name),
    ...constants.map((tensor) => delimited(graphField.initialiser, tensorBytes(tensor))),
    ...inputs.map((port) => delimited(graphField.input, portBytes(port))),
    ...outputs.map((port) => delimited(graphField.output, portBytes(port))),
  ])
  const operators = joined([text(opsetField.domain, ''), number(opsetField.version, opset)])
  return joined([
    number(modelField.irVersion, irVersion),
    delimited(modelField.graph, graph),
    delimited(modelField.opsetImport, operators),
  ])
}

function nodeBytes({ op, inputs, output, attributes = {} }: GraphNode): Uint8Array {
  return joined([
    ...inputs.map((input) => text(nodeField.input, input)),
    text(nodeField.output, output),
    text(nodeField.op, op),
    ...Object.entries(attributes).map(([name, value]) => delimited(nodeField.attribute, attributeBytes(name, value))),
  ])
}

function attributeBytes(name: string, value: Attribute): Uint8Array {
  const named = text(attributeField.name, name)
  const typed = (type: keyof typeof attributeTypes, ...values: Uint8Array[]) =>
    joined([named, ...values, number(attributeField.type, attributeTypes[type])])
  if ('integer' in value) return typed('integer', number(attributeField.integer, value.integer))
  if ('float' in value) return typed('float', float(attributeField.float, value.float))
  if ('text' in value) return typed('text', text(attributeField.text, value.text))
  return typed('integers', ...value.integers.map((one) => number(attributeField.integers, one)))
}

function tensorBytes({ name, shape, values }: GraphTensor): Uint8Array {
  return joined([
    ...shape.map((size) => number(tensorField.dimensions, size)),
    number(tensorField.type, values instanceof Float32Array ? float32 : int64),
    text(tensorField.name, name),
    delimited(tensorField.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ])
}

function portBytes({ name, shape }: GraphPort): Uint8Array {
  const dimensions = shape.map((size) =>
    delimited(
      shapeField.dimension,
      typeof size === 'string' ? text(dimensionField.name, size) : number(dimensionField.value, size),
    ),
  )
  const tensor = joined([
    number(tensorTypeField.element, float32),
    delimited(tensorTypeField.shape, joined(dimensions)),
  ])
  return joined([text(valueField.name, name), delimited(valueField.type, delimited(typeField.tensor, tensor))])
}

function number(field: number, value: number): Uint8Array {
  return joined([varint(BigInt(field) * 8n), varint(BigInt(value))])
}

function text(field: number, letters: string): Uint8Array {
  return delimited(field, new TextEncoder().encode(letters))
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return joined([varint(BigInt(field) * 8n + 5n), bytes])
}

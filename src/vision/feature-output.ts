import { attributeField, graphField, modelField, nodeField, valueField } from './onnx-fields.ts'
import { type Graph, type Node, readGraph } from './onnx-graph.ts'
import { delimited, joined, messages, replaced, varint } from './protobuf.ts'

/** Name of the output that {@link withFeatures} adds. */
export const featureOutput = 'limelight_features'

/** Layers of weights, with the weights as their second input. */
const linear: ReadonlySet<string> = new Set(['Gemm', 'MatMul', 'MatMulInteger', 'DynamicQuantizeMatMul'])
/** What stands between a number and its whole-number form. */
const quantising: ReadonlySet<string> = new Set(['DynamicQuantizeLinear', 'QuantizeLinear', 'DequantizeLinear'])
const float32 = 1n
/** AttributeProto.type of a whole number. */
const wholeNumber = 2n

/** A classifier that gives, beside its classes, what its last layer is given. */
export interface FeatureModel {
  bytes: Uint8Array
  /** Numbers of a picture. */
  size: number
}

/**
 * A classifier with one output more: the features from which its last layer tells classes, `1 x size`, as float32. What it gave before
 * stays what it was.
 * @param bytes an ONNX ModelProto
 * @returns null where the last layer is no product with a matrix of weights (a convolution, as in SqueezeNet)
 */
export function withFeatures(bytes: Uint8Array): FeatureModel | null {
  let graph: Graph | null = null
  for (const [field, body] of messages(bytes)) if (field === modelField.graph) graph = readGraph(body)
  const last = graph && lastLayer(graph)
  if (!last) return null
  const added = joined([
    delimited(graphField.node, castNode(last.features)),
    delimited(graphField.output, delimited(valueField.name, utf8(featureOutput))),
  ])
  return { size: last.size, bytes: replaced(bytes, modelField.graph, (body) => joined([body, added])) }
}

/** The nearest layer of weights before the first output; nodes stand in the order in which they can run. */
function lastLayer({ nodes, constants, outputs }: Graph): { features: string; size: number } | null {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const wanted = new Set(outputs.slice(0, 1).map(({ name }) => name))
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    if (node.op.includes('Conv')) return null
    if (linear.has(node.op)) {
      const weights = constants.get(beforeQuantising(node.inputs[1] ?? '', makers))
      if (weights?.dimensions.length !== 2) return null
      const size = weights.dimensions[node.numbers.get('transB')?.[0] === 1 ? 1 : 0] as number
      return { features: beforeQuantising(node.inputs[0] ?? '', makers), size }
    }
    for (const name of node.inputs) wanted.add(name)
  }
  return null
}

function beforeQuantising(name: string, makers: ReadonlyMap<string, Node>): string {
  const maker = makers.get(name)
  return maker && quantising.has(maker.op) ? beforeQuantising(maker.inputs[0] ?? '', makers) : name
}

/** A copy as float32, whatever it is within. */
function castNode(input: string): Uint8Array {
  const attribute = joined([
    delimited(attributeField.name, utf8('to')),
    numbered(attributeField.integer, float32),
    numbered(attributeField.type, wholeNumber),
  ])
  return joined([
    delimited(nodeField.input, utf8(input)),
    delimited(nodeField.output, utf8(featureOutput)),
    delimited(nodeField.op, utf8('Cast')),
    delimited(nodeField.attribute, attribute),
  ])
}

function numbered(field: number, value: bigint): Uint8Array {
  return joined([varint(BigInt(field) * 8n), varint(value)])
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

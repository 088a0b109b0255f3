import { followBatch } from './batch-rules.ts'
import {
  attributeField,
  dimensionField,
  graphField,
  modelField,
  nodeField,
  shapeField,
  tensorField,
  tensorTypeField,
  typeField,
  valueField,
} from './onnx-fields.ts'
import { type Graph, nameOf, readGraph } from './onnx-graph.ts'
import { delimited, fields, joined, messages, packed, replaced, varint } from './protobuf.ts'

/** A model that takes several pictures at once, or why its pictures go one by one. */
export type Batches = { kind: 'open' | 'opened'; bytes: Uint8Array } | { kind: 'one by one'; why: string }

/**
 * Opens the batch dimension of a model whose file has it fixed at 1, if each picture of a batch then provably gives what it gives alone:
 * the first dimension of its input and outputs gets a name, and shapes that begin with 1 keep the size that is there. A model that is
 * open already stays as it is.
 * @param bytes an ONNX ModelProto
 */
export function openBatch(bytes: Uint8Array): Batches {
  let graph: Graph | null = null
  for (const [field, body] of messages(bytes)) if (field === modelField.graph) graph = readGraph(body)
  if (!graph) return { kind: 'one by one', why: 'it is not an ONNX model' }
  const batch = graph.inputs[0]?.shape[0]
  if (batch === null || typeof batch === 'string') return { kind: 'open', bytes }
  if (batch !== 1) return { kind: 'one by one', why: `its file is made for batches of ${batch ?? 'no pictures'}` }
  const followed = followBatch(graph)
  if ('why' in followed) return { kind: 'one by one', why: followed.why }
  const why = closedOutput(graph)
  if (why) return { kind: 'one by one', why }
  return { kind: 'opened', bytes: replaced(bytes, modelField.graph, (body) => opened(body, graph, followed.shapes)) }
}

function closedOutput({ outputs }: Graph): string | null {
  const other = outputs.find(({ shape: [size] }) => typeof size === 'number' && size !== 1)
  return other ? `the output ${other.name} is ${other.shape.join(' x ')}` : null
}

function opened(graph: Uint8Array, { inputs }: Graph, shapes: ReadonlySet<string>): Uint8Array {
  const parts: Uint8Array[] = []
  for (const { field, body, raw } of fields(graph)) {
    if (body === null) parts.push(raw)
    // What the file says of sizes in between is no longer true; the runtime finds them out by itself.
    else if (field === graphField.valueInfo) continue
    else if (field === graphField.input && nameOf(body, valueField.name) === inputs[0]?.name)
      parts.push(delimited(field, openValue(body)))
    else if (field === graphField.output) parts.push(delimited(field, openValue(body)))
    else if (field === graphField.initialiser && shapes.has(nameOf(body, tensorField.name)))
      parts.push(delimited(field, keepsBatch(body)))
    else if (field === graphField.node && shapes.has(nameOf(body, nodeField.output)))
      parts.push(delimited(field, constantKeepsBatch(body)))
    else parts.push(raw)
  }
  return joined(parts)
}

/** The first dimension of an input or output, with a name in place of its number. */
function openValue(value: Uint8Array): Uint8Array {
  const name = delimited(dimensionField.name, new TextEncoder().encode('batch'))
  return replaced(value, valueField.type, (type) =>
    replaced(type, typeField.tensor, (tensor) =>
      replaced(tensor, tensorTypeField.shape, (shape) => replaced(shape, shapeField.dimension, () => name)),
    ),
  )
}

function constantKeepsBatch(node: Uint8Array): Uint8Array {
  return replaced(node, nodeField.attribute, (attribute) =>
    replaced(attribute, attributeField.tensor, (tensor) => keepsBatch(tensor)),
  )
}

/** A shape (int64) with 0 in the first place: as the batch of what is reshaped. */
function keepsBatch(tensor: Uint8Array): Uint8Array {
  const raw = replaced(tensor, tensorField.raw, (values) => {
    const copy = Uint8Array.from(values)
    copy.fill(0, 0, 8)
    return copy
  })
  return replaced(raw, tensorField.longs, (values) => joined([0n, ...packed(values).slice(1)].map(varint)))
}

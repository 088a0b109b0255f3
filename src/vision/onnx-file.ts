import { attributeField, graphField, modelField, nodeField, opsetField, tensorField } from './onnx-fields.ts'
import { messages } from './protobuf.ts'

/** What can be known of an ONNX file without loading it. */
export interface OnnxContents {
  /** Domains of the operators that it imports; '' is ONNX's own. */
  domains: string[]
  /** Some tensor lies in another file. */
  externalData: boolean
}

/** Operator domains that onnxruntime itself provides. */
const known = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc'])

/**
 * Why a model is refused, or null. External data could name any file on the machine, and custom operators are native
 * code that a model brings along.
 */
export function refusal(bytes: Uint8Array): string | null {
  let contents: OnnxContents
  try {
    contents = readOnnx(bytes)
  } catch {
    return 'it is not an ONNX model'
  }
  const foreign = contents.domains.filter((domain) => !known.has(domain))
  if (foreign.length > 0) return `it needs custom operators (${foreign.join(', ')})`
  if (contents.externalData) return 'its weights lie in other files (external data)'
  return null
}

/** Reads the parts of an ONNX ModelProto (onnx.proto3) that say what it needs. Throws a RangeError if it is none. */
export function readOnnx(bytes: Uint8Array): OnnxContents {
  const domains = new Set<string>()
  let graphs = 0
  let externalData = false
  for (const [field, body] of messages(bytes)) {
    if (field === modelField.opsetImport) domains.add(operatorDomain(body))
    if (field === modelField.graph) {
      graphs += 1
      externalData ||= graphHasExternalData(body)
    }
  }
  if (graphs !== 1) throw new RangeError('no graph')
  return { domains: [...domains], externalData }
}

function operatorDomain(opset: Uint8Array): string {
  for (const [field, body] of messages(opset)) if (field === opsetField.domain) return new TextDecoder().decode(body)
  return ''
}

function graphHasExternalData(graph: Uint8Array): boolean {
  for (const [field, body] of messages(graph)) {
    if (field === graphField.initialiser && isExternal(body)) return true
    if (field === graphField.node && nodeHasExternalData(body)) return true
  }
  return false
}

function nodeHasExternalData(node: Uint8Array): boolean {
  for (const [field, attribute] of messages(node)) {
    if (field !== nodeField.attribute) continue
    for (const [part, body] of messages(attribute)) {
      if ((part === attributeField.tensor || part === attributeField.tensors) && isExternal(body)) return true
      if ((part === attributeField.graph || part === attributeField.graphs) && graphHasExternalData(body)) return true
    }
  }
  return false
}

function isExternal(tensor: Uint8Array): boolean {
  for (const [field] of messages(tensor)) if (field === tensorField.externalData) return true
  return false
}

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
    if (field === modelProto.opsetImport) domains.add(operatorDomain(body))
    if (field === modelProto.graph) {
      graphs += 1
      externalData ||= graphHasExternalData(body)
    }
  }
  if (graphs !== 1) throw new RangeError('no graph')
  return { domains: [...domains], externalData }
}

const modelProto = { graph: 7, opsetImport: 8 }
const graphProto = { node: 1, initialiser: 5 }
const nodeAttribute = 5
const attributeProto = { tensor: 5, graph: 6, tensors: 10, graphs: 11 }
const tensorExternalData = 13

function operatorDomain(opset: Uint8Array): string {
  for (const [field, body] of messages(opset)) if (field === 1) return new TextDecoder().decode(body)
  return ''
}

function graphHasExternalData(graph: Uint8Array): boolean {
  for (const [field, body] of messages(graph)) {
    if (field === graphProto.initialiser && isExternal(body)) return true
    if (field === graphProto.node && nodeHasExternalData(body)) return true
  }
  return false
}

function nodeHasExternalData(node: Uint8Array): boolean {
  for (const [field, attribute] of messages(node)) {
    if (field !== nodeAttribute) continue
    for (const [part, body] of messages(attribute)) {
      if ((part === attributeProto.tensor || part === attributeProto.tensors) && isExternal(body)) return true
      if ((part === attributeProto.graph || part === attributeProto.graphs) && graphHasExternalData(body)) return true
    }
  }
  return false
}

function isExternal(tensor: Uint8Array): boolean {
  for (const [field] of messages(tensor)) if (field === tensorExternalData) return true
  return false
}

/** The length-delimited fields of a protobuf message; numbers are passed over. */
function* messages(bytes: Uint8Array): Generator<[field: number, body: Uint8Array]> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined || factor > 2 ** 63) throw new RangeError('not a protobuf message')
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = varint()
    const wireType = key % 8
    if (wireType === 0) varint()
    else if (wireType === 1) at += 8
    else if (wireType === 5) at += 4
    else if (wireType === 2) {
      const length = varint()
      if (at + length > bytes.length) throw new RangeError('a field is longer than the message')
      yield [Math.floor(key / 8), bytes.subarray(at, at + length)]
      at += length
    } else throw new RangeError(`no wire type ${wireType} in protobuf`)
  }
}

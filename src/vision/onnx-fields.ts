/** Numbers of the fields of onnx.proto3 that are read or rewritten here; one record a message. */
export const modelField = { irVersion: 1, graph: 7, opsetImport: 8 }
export const opsetField = { domain: 1, version: 2 }
export const graphField = { node: 1, name: 2, initialiser: 5, input: 11, output: 12, valueInfo: 13 }
export const nodeField = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 }
export const attributeField = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  integers: 8,
  tensors: 10,
  graphs: 11,
  type: 20,
}
export const tensorField = { dimensions: 1, type: 2, floats: 4, longs: 7, name: 8, raw: 9, externalData: 13 }
export const valueField = { name: 1, type: 2 }
export const typeField = { tensor: 1 }
export const tensorTypeField = { element: 1, shape: 2 }
export const shapeField = { dimension: 1 }
export const dimensionField = { value: 1, name: 2 }

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { openClasses } from '../../src/vision/classes.ts'
import { featureOutput, withFeatures } from '../../src/vision/feature-output.ts'
import { openSession } from '../../src/vision/session.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { floats, int, message, model, node, value } from './onnx-writer.ts'

const cpu = { device: 'cpu', threads: 1 } as const
const photo = [1, 2, 3, 4, 5, 6, 7, 8]
/** A graph from two planes of 2 x 2 px, whose means are the features, to two classes. */
function classifier(nodes: number[][], weights = floats('w', { shape: [2, 2], values: [1, -1, 2, 3] })): Uint8Array {
  return model([
    ...[
      node('GlobalAveragePool', ['in'], 'pooled'),
      node('Flatten', ['pooled'], 'flat', [int('axis', 1)]),
      ...nodes,
    ].flatMap((bytes) => message(1, bytes)),
    ...message(5, weights),
    ...message(5, floats('bias', { shape: [2], values: [0.5, 0.25] })),
    ...message(5, floats('step', { shape: [], values: [0.4] })),
    ...message(11, value('in', [1, 2, 2, 2])),
    ...message(12, value('out', [1, 2])),
  ])
}

async function run(bytes: Uint8Array, input = photo, shape = [1, 2, 2, 2]) {
  const session = await openSession(bytes, cpu)
  try {
    const outputs = await session.run(Float32Array.from(input), shape)
    return Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, [...values]]))
  } finally {
    await session.close()
  }
}

test.each([
  ['a product', [node('MatMul', ['flat', 'w'], 'product'), node('Add', ['product', 'bias'], 'out')]],
  ['Gemm', [node('Gemm', ['flat', 'w', 'bias'], 'out')]],
  ['Gemm with weights the other way round', [node('Gemm', ['flat', 'w', 'bias'], 'out', [int('transB', 1)])]],
  ['probabilities at the end', [node('Gemm', ['flat', 'w', 'bias'], 'told'), node('Softmax', ['told'], 'out')]],
])('what the last layer is given becomes an output, and classes stay as they were: %s', async (_, nodes) => {
  const plain = classifier(nodes)

  const model = withFeatures(plain)
  const outputs = await run(model?.bytes ?? new Uint8Array())

  expect(model?.size).toBe(2)
  expect(outputs).toEqual({ ...(await run(plain)), [featureOutput]: [2.5, 6.5] })
})

test('features in whole numbers are taken before they are rounded', async () => {
  const plain = classifier([
    node('QuantizeLinear', ['flat', 'step'], 'whole'),
    node('DequantizeLinear', ['whole', 'step'], 'rounded'),
    node('Gemm', ['rounded', 'w', 'bias'], 'out'),
  ])

  expect((await run(withFeatures(plain)?.bytes ?? plain))[featureOutput]).toEqual([2.5, 6.5])
})

test.each([
  ['a convolution is the last layer', [node('Conv', ['pooled', 'w'], 'map'), node('Flatten', ['map'], 'out')]],
  ['weights come from the picture', [node('MatMul', ['flat', 'flat'], 'out')]],
  ['nothing has weights', [node('Identity', ['flat'], 'out')]],
])('a model has no features where %s', (_, nodes) => {
  expect(withFeatures(classifier(nodes, floats('w', { shape: [2, 2, 1, 1], values: [1, 2, 3, 4] })))).toBeNull()
})

describeWithShared('a classifier at hand', (shared) => {
  const path = join(shared, 'models', 'mobilenet_v2_int8.onnx')
  const entry = {
    task: 'classes',
    adapter: 'imagenet',
    name: 'm',
    path,
    sha256: '',
    inputSize: 224,
    labels: 'imagenet-1k',
  } as const

  test('gives the same classes with features as without, to the bit', async () => {
    const [input, shape] = [Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i)), [1, 3, 224, 224]]
    const plain = readFileSync(path)

    const { [featureOutput]: features, ...rest } = await run(withFeatures(plain)?.bytes ?? plain, input, shape)

    expect(features).toHaveLength(1280)
    expect(rest).toEqual(await run(plain, input, shape))
  })

  test('a part of a photo is more like it than another photo of another kind', async () => {
    const photoAt = (name: string) => readFileSync(join(shared, 'data', 'coco', 'images', name))
    const { default: sharp } = await import('sharp')
    const [bear, room] = [photoAt('000000000285.jpg'), photoAt('000000000139.jpg')]
    const { width, height } = await sharp(bear).metadata()
    const part = await sharp(bear)
      .extract({ left: 0, top: 0, width: Math.round(width * 0.85), height: Math.round(height * 0.85) })
      .jpeg({ quality: 60 })
      .toBuffer()
    const classes = await openClasses(entry, cpu)
    const vectors: Float32Array[] = []
    for (const bytes of [bear, part, room]) {
      const { embedding } = await classes.classify(await decode(bytes, defaultDecodeOptions), 5)
      vectors.push(embedding ?? new Float32Array())
    }
    await classes.close()

    const [whole, cut, other] = vectors as [Float32Array, Float32Array, Float32Array]
    const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)
    expect(cosine(whole, whole)).toBeCloseTo(1, 5)
    expect(cosine(whole, cut)).toBeGreaterThan(cosine(whole, other) + 0.2)
  })
})

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openBatch } from '../../src/vision/open-batch.ts'
import { openSession } from '../../src/vision/session.ts'
import { bothWays, largestDifference } from './both-ways.ts'
import { floats, int, ints, longs, message, model, node, tensor, value } from './onnx-writer.ts'

const cpu = { device: 'cpu', threads: 1 } as const

const shape = [1, 2, 2, 2]
/** A graph from `in` to `out`, both 1 x 2 x 2 x 2 as far as the file says. */
function graph(nodes: number[][], constants: number[][] = [], more: number[][] = []): Uint8Array {
  return model([
    ...nodes.flatMap((bytes) => message(1, bytes)),
    ...constants.flatMap((bytes) => message(5, bytes)),
    ...message(11, value('in', shape)),
    ...message(12, value('out', shape)),
    ...more.flat(),
  ])
}

test.each([
  ['as raw bytes', graph([node('Reshape', ['in', 'to'], 'out')], [longs('to', shape)])],
  ['as varints', graph([node('Reshape', ['in', 'to'], 'out')], [longs('to', shape, true)])],
  [
    'in a node',
    graph([node('Constant', [], 'to', [tensor('value', longs('', shape))]), node('Reshape', ['in', 'to'], 'out')]),
  ],
  [
    'for two nodes, beside sizes of tensors in between',
    graph(
      [node('Reshape', ['in', 'to'], 'between'), node('Reshape', ['between', 'to'], 'out')],
      [longs('to', shape)],
      [message(13, value('between', shape))],
    ),
  ],
])('a shape that begins with 1 is opened: %s', async (_, bytes) => {
  const inputs = [1, 2, 3].map((first) => Float32Array.from({ length: 8 }, (_, at) => first + at / 10))

  const { together, alone } = await bothWays(bytes, inputs, [2, 2, 2])

  expect(together).toEqual(alone)
})

const to = (...sizes: number[]) => longs('to', sizes)
test.each([
  ['a shape that folds', graph([node('Reshape', ['in', 'to'], 'out')], [to(2, 4)]), /a shape of 2 x 4 folds the batch/],
  ['a shape that infers', graph([node('Reshape', ['in', 'to'], 'out')], [to(-1, 4)]), /a shape of -1 x 4 folds/],
  [
    'a shape that weights have, too',
    graph(
      [node('Reshape', ['w', 'to'], 'v'), node('Reshape', ['in', 'to'], 'u'), node('Add', ['u', 'u'], 'out')],
      [to(1, 8), floats('w', { shape: [8], values: Array(8).fill(1) })],
    ),
    /to is the shape of something else, too/,
  ],
  ['a transposed batch', graph([node('Transpose', ['in'], 'out', [ints('perm', [1, 0, 2, 3])])]), /it moves the batch/],
  ['a sum along the batch', graph([node('Softmax', ['in'], 'out', [int('axis', 0)])]), /it goes along the batch/],
  ['pictures one after another', graph([node('Concat', ['in', 'in'], 'out', [int('axis', 0)])]), /along the batch/],
  [
    'a constant for one picture',
    graph([node('Concat', ['in', 'w'], 'out', [int('axis', 1)])], [floats('w', { shape, values: Array(8).fill(1) })]),
    /its inputs are not all of the batch/,
  ],
  [
    'a constant that makes a batch',
    graph([node('Add', ['in', 'w'], 'out')], [floats('w', { shape: [2, 1, 1, 1], values: [1, 2] })]),
    /a constant has a batch/,
  ],
  [
    'a cut of the batch',
    graph(
      [node('Slice', ['in', 'from', 'end', 'axes'], 'out')],
      [longs('from', [0]), longs('end', [1]), longs('axes', [-4])],
    ),
    /it cuts the batch/,
  ],
  ['weights that the input makes', graph([node('Conv', ['in', 'in'], 'out')]), /its weights depend on the input/],
  [
    'a scale of all pictures',
    graph([node('DynamicQuantizeLinear', ['in'], 'q'), node('Relu', ['in'], 'out')]),
    /DynamicQuantizeLinear: it is not known/,
  ],
  ['a graph in a graph', graph([node('If', ['c'], 'x'), node('Relu', ['in'], 'out')]), /If: it is not known/],
  [
    'an output of no input',
    graph([node('Identity', ['w'], 'out')], [floats('w', { shape, values: Array(8).fill(1) })]),
    /the output out does not depend/,
  ],
  ['two inputs', graph([node('Add', ['in', 'b'], 'out')], [], [message(11, value('b', shape))]), /it has 2 inputs/],
  [
    'a fixed batch of 4',
    model([
      ...message(1, node('Relu', ['in'], 'out')),
      ...message(11, value('in', [4, 1])),
      ...message(12, value('out', [4, 1])),
    ]),
    /made for batches of 4/,
  ],
])('refused: %s', (_, bytes, why) => {
  expect(openBatch(bytes)).toEqual({ kind: 'one by one', why: expect.stringMatching(why) })
})

/** One step of a made-up network, valid or not. */
const step = fc.oneof(
  fc
    .constantFrom('Relu', 'Sigmoid', 'Neg')
    .map((op) => (from: string, into: string) => ({ nodes: [node(op, [from], into)], constants: [] as number[][] })),
  fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }).map((order) => (from: string, into: string) => ({
    nodes: [node('Transpose', [from], into, [ints('perm', order)])],
    constants: [],
  })),
  fc.integer({ min: 0, max: 3 }).map((axis) => (from: string, into: string) => ({
    nodes: [node('Softmax', [from], into, [int('axis', axis)])],
    constants: [],
  })),
  fc.integer({ min: 0, max: 3 }).map((axis) => (from: string, into: string) => ({
    nodes: [node('Concat', [from, from], into, [int('axis', axis)])],
    constants: [],
  })),
  fc
    .constantFrom([1, 2, 4, 1], [1, 4, 1, 2], [1, 8, 1, 1], [2, 4, 1, 1], [1, 2, 2, 2], [0, 4, 2, 1], [1, 2, 2, -1])
    .map((sizes) => (from: string, into: string) => ({
      nodes: [node('Reshape', [from, `${into} shape`], into)],
      constants: [longs(`${into} shape`, sizes)],
    })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
    .map(([first, last]) => (from: string, into: string) => ({
      nodes: [node('Mul', [from, `${into} factor`], into)],
      constants: [
        floats(`${into} factor`, { shape: [first, 1, 1, last], values: [2, 3, 5, 7].slice(0, first * last) }),
      ],
    })),
)

test('whatever is opened gives for each picture what it gives alone', async () => {
  let opened = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const made = steps.map((make, at) =>
        make(at === 0 ? 'in' : `t${at}`, at === steps.length - 1 ? 'out' : `t${at + 1}`),
      )
      const bytes = model([
        ...made.flatMap(({ nodes }) => nodes.flatMap((one) => message(1, one))),
        ...made.flatMap(({ constants }) => constants.flatMap((one) => message(5, one))),
        ...message(11, value('in', shape)),
        ...message(12, value('out', ['a', 'b', 'c', 'd'])),
      ])
      const works = await openSession(bytes, cpu)
        .then(
          async (session) =>
            await session
              .run(new Float32Array(8), shape)
              .then(() => true)
              .finally(() => session.close()),
        )
        .catch(() => false)
      fc.pre(works)
      if (openBatch(bytes).kind !== 'opened') return
      opened++
      const inputs = [1, 2, 3].map((first) => Float32Array.from({ length: 8 }, (_, at) => Math.sin(9 * first + at)))

      const { together, alone } = await bothWays(bytes, inputs, [2, 2, 2])

      expect(largestDifference(together, alone)).toBeLessThan(1e-6)
    }),
    { numRuns: 150 },
  )
  expect(opened).toBeGreaterThan(10)
})

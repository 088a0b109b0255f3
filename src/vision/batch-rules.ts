import type { Constant, Graph, Node } from './onnx-graph.ts'

/** How one operator treats a batch: the rank of its output, or why it can't be said that it leaves pictures apart. */
type Rule = (node: Node, graph: KnownTensors) => number | string

/** What is known of the tensors of a graph, while its nodes are gone through. */
export interface KnownTensors {
  constants: Map<string, Constant>
  /** Rank of the tensors that depend on the input. The first dimension of each is the batch. */
  ranks: Map<string, number>
}

/** Operators that take each number by itself, or broadcast a constant over a batch. */
const elementwise = [
  ...['Abs', 'Add', 'Cast', 'Ceil', 'Clip', 'Div', 'Dropout', 'Elu', 'Erf', 'Exp', 'Floor', 'HardSigmoid', 'HardSwish'],
  ...[
    'Identity',
    'LeakyRelu',
    'Log',
    'Max',
    'Min',
    'Mish',
    'Mul',
    'Neg',
    'Pow',
    'PRelu',
    'Reciprocal',
    'Relu',
    'Round',
  ],
  ...['Sigmoid', 'Softplus', 'Sqrt', 'Sub', 'Sum', 'Tanh'],
]

/** Operators that look at one picture at a time by their definition, if their weights are constants. */
const perPicture = [
  ...[
    'AveragePool',
    'BatchNormalization',
    'Conv',
    'ConvTranspose',
    'DepthToSpace',
    'GlobalAveragePool',
    'GlobalMaxPool',
  ],
  ...['InstanceNormalization', 'MaxPool', 'SpaceToDepth'],
]

const rules = new Map<string, Rule>([
  ...elementwise.map((op): [string, Rule] => [op, broadcasts]),
  ...perPicture.map((op): [string, Rule] => [op, keepsRank]),
  ['Concat', concat],
  ['Flatten', flatten],
  ['LpNormalization', softmax],
  ['Reshape', reshape],
  ['Resize', resize],
  ['Slice', slice],
  ['Softmax', softmax],
  ['Transpose', transpose],
  ['Upsample', resize],
])

/** Operators that run graphs of their own, which may read any tensor around them. */
const outer = ['If', 'Loop', 'Scan']

/**
 * Follows the batch from the input through a graph. Only operators whose rule is known here pass, so that each picture provably gives
 * what it gives alone.
 * @returns names of the shapes that have to let the batch through, or why pictures could not be told apart
 */
export function followBatch(graph: Graph): { shapes: ReadonlySet<string> } | { why: string } {
  const [input] = graph.inputs
  if (!input || graph.inputs.length !== 1) return { why: `it has ${graph.inputs.length} inputs` }
  const known: KnownTensors = {
    constants: new Map(graph.constants),
    ranks: new Map([[input.name, input.shape.length]]),
  }
  /** Shapes of tensors of the batch, and how many nodes read each. */
  const shapes = new Map<string, number>()
  for (const node of graph.nodes) {
    const why = follow(node, known)
    if (why) return { why: `${node.op}${node.name ? ` (${node.name})` : ''}: ${why}` }
    const [data = '', shape = ''] = node.inputs
    if (node.op === 'Reshape' && known.ranks.has(data)) shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
  }
  const alone = graph.outputs.find(({ name }) => !known.ranks.has(name))
  if (alone) return { why: `the output ${alone.name} does not depend on the input` }
  const read = graph.nodes.flatMap(({ inputs }) => inputs)
  for (const [shape, times] of shapes)
    if (read.filter((name) => name === shape).length > times)
      return { why: `${shape} is the shape of something else, too` }
  return { shapes: new Set(shapes.keys()) }
}

function follow(node: Node, known: KnownTensors): string | null {
  const { op, domain, inputs, outputs } = node
  if (outer.includes(op)) return 'it is not known to treat pictures apart'
  const constant = node.tensors.get('value')
  if (op === 'Constant' && constant) known.constants.set(outputs[0] ?? '', constant)
  // What is made of constants alone has no batch; where it meets one, its shape is not known, and the graph is refused.
  if (!inputs.some((name) => known.ranks.has(name))) return null
  const rule = domain === '' ? rules.get(op) : undefined
  if (!rule) return 'it is not known to treat pictures apart'
  if (outputs.filter((name) => name !== '').length !== 1) return 'it has several outputs'
  const rank = rule(node, known)
  if (typeof rank === 'string') return rank
  known.ranks.set(outputs[0] as string, rank)
  return null
}

function broadcasts({ inputs }: Node, { constants, ranks }: KnownTensors): number | string {
  const given = inputs.filter((name) => name !== '')
  const [rank = 0, ...others] = new Set(given.flatMap((name) => ranks.get(name) ?? []))
  if (others.length > 0) return 'its inputs are of different rank'
  for (const name of given) {
    if (ranks.has(name)) continue
    const dimensions = constants.get(name)?.dimensions
    if (!dimensions) return 'the shape of an input is not known'
    if (dimensions.length > rank || (dimensions.length === rank && dimensions[0] !== 1)) return 'a constant has a batch'
  }
  return rank
}

function keepsRank({ inputs: [data = '', ...weights], numbers }: Node, { ranks }: KnownTensors): number | string {
  if (numbers.get('training_mode')?.[0]) return 'it is made for training'
  if (weights.some((name) => ranks.has(name))) return 'its weights depend on the input'
  return ranks.get(data) ?? 'its weights depend on the input'
}

function concat({ inputs, numbers }: Node, { ranks }: KnownTensors): number | string {
  const [rank, ...others] = new Set(inputs.map((name) => ranks.get(name)))
  if (rank === undefined || others.length > 0) return 'its inputs are not all of the batch'
  return alongRank(numbers.get('axis')?.[0], rank)
}

function softmax(node: Node, { ranks }: KnownTensors): number | string {
  const rank = ranks.get(node.inputs[0] as string)
  // Without an axis it is the last one, in old versions all but the first.
  return rank === undefined ? 'it has no input' : alongRank(node.numbers.get('axis')?.[0] ?? -1, rank)
}

function alongRank(axis: number | undefined, rank: number): number | string {
  if (axis === undefined) return 'it has no axis'
  return (axis < 0 ? axis + rank : axis) > 0 ? rank : 'it goes along the batch'
}

function flatten({ inputs, numbers }: Node, { ranks }: KnownTensors): number | string {
  const axis = numbers.get('axis')?.[0] ?? 1
  return axis === 1 && ranks.has(inputs[0] as string) ? 2 : 'it folds the batch'
}

/** A shape that begins with 1 keeps the batch where it is: {@link ./open-batch.ts} writes 0, "as it was", in its place. */
function reshape(
  { inputs: [data = '', shape = ''], numbers }: Node,
  { constants, ranks }: KnownTensors,
): number | string {
  const values = constants.get(shape)?.values
  if (!ranks.has(data) || !values) return 'its shape is not a constant'
  if (numbers.get('allowzero')?.[0]) return 'it takes 0 as a size'
  return values[0] === 1 || values[0] === 0 ? values.length : `a shape of ${values.join(' x ')} folds the batch`
}

function resize({ op, inputs }: Node, { constants, ranks }: KnownTensors): number | string {
  const [data = '', second = '', third = ''] = inputs
  const scales = constants.get(op === 'Upsample' || inputs.length === 2 ? second : third)?.values
  const rank = ranks.get(data)
  if (rank === undefined || inputs.length > 3 || scales?.length !== rank) return 'it has no constant scales'
  return scales[0] === 1 ? rank : 'it scales the batch'
}

function slice({ inputs, numbers }: Node, { constants, ranks }: KnownTensors): number | string {
  const [data = '', , , axes = ''] = inputs
  const rank = ranks.get(data)
  // Before version 10 these were attributes.
  const along = inputs.length > 1 ? constants.get(axes)?.values : numbers.get('axes')
  if (rank === undefined || !along) return 'its axes are not known'
  return along.every((axis) => (axis < 0 ? axis + rank : axis) > 0) ? rank : 'it cuts the batch'
}

function transpose({ inputs, numbers }: Node, { ranks }: KnownTensors): number | string {
  const order = numbers.get('perm')
  const rank = ranks.get(inputs[0] as string)
  if (rank === undefined || order?.length !== rank) return 'its order is not known'
  return order[0] === 0 ? rank : 'it moves the batch'
}

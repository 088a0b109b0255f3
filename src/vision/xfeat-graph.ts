import type { Weight } from './checkpoint/state-dict.ts'
import { type Attribute, type GraphNode, type GraphTensor, writeOnnx } from './onnx-write.ts'

/** The heat map of places has a pixel for each of the picture's, descriptors and reliability one for so many by so many. */
export const cell = 8
/** Numbers of a descriptor. */
export const descriptorLength = 64

/** What batch norm adds to a variance before it divides by its root: PyTorch's default, for instance norm, too. */
const epsilon = 1e-5

/**
 * The network of XFeat (Potje et al. 2024, "XFeat: Accelerated Features for Lightweight Image Matching", section 3) as an ONNX model, batch norm
 * folded into the convolutions before it. The matcher that goes with it is left out.
 *
 * Input `image`: 1 x 1 x height x width, both multiples of 32, the mean of R, G and B, 0 to 1. Outputs: `descriptors`, 1 x 64 x height/8 x
 * width/8, of unit length; `places`, 1 x 1 x height x width, how sure a place is to be one, 0 to 1; `reliability`, 1 x 1 x height/8 x width/8, how sure
 * its descriptor is to be found again, 0 to 1.
 * @throws RangeError for weights that are those of another network
 */
export function xfeatGraph(weights: ReadonlyMap<string, Weight>): Uint8Array {
  const g = graphOf(weights)
  const image = g.node(
    'InstanceNormalization',
    ['image', g.constant('norm.scale', [1], Float32Array.of(1)), g.constant('norm.shift', [1], Float32Array.of(0))],
    { epsilon: { float: epsilon } },
  )

  const skipped = g.convolution(
    'skip1.1',
    g.node('AveragePool', [image], {
      kernel_shape: { integers: [4, 4] },
      strides: { integers: [4, 4] },
    }),
  )
  const fine = g.node('Add', [g.layers('block1', image, [1, 2, 1, 2]), skipped])
  const eighth = g.layers('block3', g.layers('block2', fine, [1, 1]), [2, 1, 1])
  const sixteenth = g.layers('block4', eighth, [2, 1, 1])
  const thirtySecond = g.layers('block5', sixteenth, [2, 1, 1, 1])
  const pyramid = g.node('Add', [g.node('Add', [eighth, g.enlarged(sixteenth, 2)]), g.enlarged(thirtySecond, 4)])
  const features = g.convolution('block_fusion.2', g.layers('block_fusion', pyramid, [1, 1]))
  g.node('LpNormalization', [features], { axis: { integer: 1 }, p: { integer: 2 } }, 'descriptors')

  const reliability = g.convolution('heatmap_head.2', g.layers('heatmap_head', features, [1, 1]))
  g.node('Sigmoid', [reliability], {}, 'reliability')

  // One of the 64 pixels of a cell is the place, or, the 65th, none of them.
  const cells = g.node('SpaceToDepth', [image], { blocksize: { integer: cell } })
  const scores = g.convolution('keypoint_head.3', g.layers('keypoint_head', cells, [1, 1, 1]))
  const shares = g.node('Softmax', [scores], { axis: { integer: 1 } })
  const pixels = g.node('Slice', [
    shares,
    g.constant('pixels.from', [1], BigInt64Array.of(0n)),
    g.constant('pixels.to', [1], BigInt64Array.of(BigInt(cell * cell))),
    g.constant('pixels.axis', [1], BigInt64Array.of(1n)),
  ])
  g.node('DepthToSpace', [pixels], { blocksize: { integer: cell } }, 'places')

  return writeOnnx({
    name: 'xfeat',
    nodes: g.nodes,
    constants: g.constants,
    inputs: [{ name: 'image', shape: [1, 1, 'height', 'width'] }],
    outputs: [
      { name: 'descriptors', shape: [1, descriptorLength, 'rows', 'columns'] },
      { name: 'places', shape: [1, 1, 'height', 'width'] },
      { name: 'reliability', shape: [1, 1, 'rows', 'columns'] },
    ],
  })
}

function graphOf(weights: ReadonlyMap<string, Weight>) {
  const nodes: GraphNode[] = []
  const constants: GraphTensor[] = []

  function node(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    output = `${op}${nodes.length}`,
  ): string {
    nodes.push({ op, inputs, output, attributes })
    return output
  }

  function constant(name: string, shape: readonly number[], values: GraphTensor['values']): string {
    constants.push({ name, shape, values })
    return name
  }

  function weight(name: string, rank: number): Weight {
    const found = weights.get(name)
    if (!found) throw new RangeError(`the weights have no ${name}: they are not those of XFeat`)
    if (found.shape.length !== rank) throw new RangeError(`${name} has ${found.shape.length} dimensions, not ${rank}`)
    return found
  }

  function convolved(name: string, from: string, { kernel, bias, stride }: Convolution): string {
    const side = kernel.shape[2] as number
    const pad = (side - 1) / 2
    const inputs = [
      from,
      constant(`${name}.weight`, kernel.shape, kernel.values),
      constant(`${name}.bias`, [bias.length], bias),
    ]
    return node('Conv', inputs, {
      kernel_shape: { integers: [side, side] },
      strides: { integers: [stride, stride] },
      pads: { integers: [pad, pad, pad, pad] },
    })
  }

  /** A convolution with a bias of its own. */
  function convolution(name: string, from: string): string {
    const [kernel, bias] = [weight(`${name}.weight`, 4), weight(`${name}.bias`, 1)]
    return convolved(name, from, { kernel, bias: bias.values, stride: 1 })
  }

  /** Convolutions, each with batch norm and what is below zero cut off. @param strides one a layer */
  function layers(name: string, from: string, strides: readonly number[]): string {
    let last = from
    for (const [i, stride] of strides.entries()) {
      const layer = `${name}.${i}.layer`
      const kernel = weight(`${layer}.0.weight`, 4)
      const [mean, variance] = [weight(`${layer}.1.running_mean`, 1), weight(`${layer}.1.running_var`, 1)]
      last = node('Relu', [convolved(layer, last, { ...folded(kernel, mean.values, variance.values), stride })])
    }
    return last
  }

  function enlarged(from: string, times: number): string {
    const scales = constant(`times${times}`, [4], Float32Array.of(1, 1, times, times))
    return node('Resize', [from, '', scales], {
      mode: { text: 'linear' },
      coordinate_transformation_mode: { text: 'half_pixel' },
    })
  }

  return { nodes, constants, node, constant, convolution, layers, enlarged }
}

interface Convolution {
  kernel: Weight
  bias: Float32Array
  stride: number
}

/** A convolution that gives what it gave after batch norm without a scale and shift of its own. */
function folded({ shape, values }: Weight, mean: Float32Array, variance: Float32Array): Omit<Convolution, 'stride'> {
  const each = values.length / (shape[0] as number)
  if (mean.length !== shape[0] || variance.length !== shape[0]) throw new RangeError('batch norm has other channels')
  const scale = (channel: number) => 1 / Math.sqrt((variance[channel] as number) + epsilon)
  return {
    kernel: { shape, values: values.map((value, i) => value * scale(Math.floor(i / each))) },
    bias: mean.map((value, channel) => -value * scale(channel)),
  }
}

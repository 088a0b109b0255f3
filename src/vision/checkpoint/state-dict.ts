import { isCalled, isPersistent, type Pickled, readPickle } from './pickle.ts'
import { openZip } from './zip.ts'

/** A tensor of float32, row by row. */
export interface Weight {
  shape: number[]
  values: Float32Array
}

const dictionary = 'collections.OrderedDict'
const rebuild = 'torch._utils._rebuild_tensor_v2'
const floats = 'torch.FloatStorage'
/** Counters that PyTorch keeps beside batch norm; no network needs them. */
const longs = 'torch.LongStorage'

/**
 * The float32 tensors of a state dict as PyTorch saves it (`torch.save`, since 1.6): a zip file with a pickle and raw numbers. Nothing of the pickle
 * is run.
 * @throws RangeError for a file that is none, is damaged, or holds anything but tensors
 */
export function readStateDict(bytes: Uint8Array): Map<string, Weight> {
  const archive = openZip(bytes)
  const pickle = archive.names.find((name) => /^[^/]+\/data\.pkl$/.test(name))
  if (!pickle) throw new RangeError('the archive is no file of PyTorch: it has no data.pkl')
  const folder = pickle.slice(0, pickle.indexOf('/'))
  const state = readPickle(archive.read(pickle), [dictionary, rebuild, floats, longs])
  if (!isCalled(state) || state.what !== dictionary) throw new RangeError('the file holds no dictionary of tensors')
  const weights = new Map<string, Weight>()
  for (const [name, value] of state.entries) {
    if (typeof name !== 'string') throw new RangeError('the file has a tensor whose name is no text')
    const tensor = tensorOf(name, value)
    if (tensor.kind === floats) weights.set(name, weightOf(name, tensor, archive.read(`${folder}/data/${tensor.key}`)))
  }
  return weights
}

interface Tensor {
  kind: string
  /** Name of its numbers in the archive. */
  key: string
  offset: number
  shape: number[]
  strides: number[]
}

/** What `_rebuild_tensor_v2(('storage', type, key, device, length), offset, size, stride, ...)` would give. */
function tensorOf(name: string, value: Pickled): Tensor {
  const wrong = () => new RangeError(`${name} is no tensor as PyTorch writes them`)
  if (!isCalled(value) || value.what !== rebuild) throw wrong()
  const [storage, offset, shape, strides] = value.arguments
  if (!isPersistent(storage) || !Array.isArray(storage.id)) throw wrong()
  const [, type, key] = storage.id
  const kind = typeof type === 'object' && type !== null && 'name' in type ? type.name : null
  if (kind === null || typeof key !== 'string' || !isCount(offset)) throw wrong()
  if (kind !== floats && kind !== longs) throw new RangeError(`${name} holds ${kind}; only float32 is read`)
  if (!areCounts(shape) || !areCounts(strides) || shape.length !== strides.length) throw wrong()
  return { kind, key, offset, shape, strides }
}

function weightOf(name: string, { offset, shape, strides }: Tensor, numbers: Uint8Array): Weight {
  const count = shape.reduce((product, size) => product * size, 1)
  const expected = contiguous(shape)
  if (!strides.every((stride, i) => stride === expected[i] || shape[i] === 1)) {
    throw new RangeError(`${name} does not lie row by row`)
  }
  if (numbers.length < 4 * (offset + count)) throw new RangeError(`${name} has fewer numbers than its shape says`)
  const view = new DataView(numbers.buffer, numbers.byteOffset + 4 * offset, 4 * count)
  return { shape, values: Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true)) }
}

function contiguous(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1))
}

function areCounts(value: Pickled | undefined): value is number[] {
  return Array.isArray(value) && value.every(isCount)
}

function isCount(value: Pickled | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

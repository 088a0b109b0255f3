import { readFile } from 'node:fs/promises'
import * as ort from 'onnxruntime-node'
import { openBatch } from './open-batch.ts'

/** What runs a model. */
export type Device = 'cpu' | 'webgpu' | 'cuda'

export interface SessionOptions {
  device: Device
  /** Threads within an operator; a lane takes 1. */
  threads: number
  /** Sizes for the model's named dimensions: a session of fixed shape is faster, and its memory stays flat. */
  dimensions?: Readonly<Record<string, number>>
  /** Let the runtime keep what it has allocated: faster, and flat where shapes are fixed; it grows where they vary. Default true. */
  arena?: boolean
  /** Inputs that are run at once, at most. For more than one, a batch dimension that the file has fixed is opened, where that changes no result. */
  batch?: number
}

/** A loaded model with one float32 input. */
export interface ModelSession {
  /** Whether the batch dimension is open: several inputs of one shape can be run at once. */
  takesBatches: boolean
  /**
   * @param data NCHW, of the length that `shape` says
   * @returns the outputs by name; the arrays are overwritten by the next run of the same shape
   */
  run(data: Float32Array, shape: readonly number[]): Promise<Readonly<Record<string, Float32Array>>>
  close(): Promise<void>
}

/** Opens a model; throws what onnxruntime throws if it, or the device, does not work. */
export async function openSession(model: string | Uint8Array, options: SessionOptions): Promise<ModelSession> {
  const session = await createSession((options.batch ?? 1) > 1 ? await withOpenBatch(model) : model, options)
  const input = session.inputNames[0] ?? 'input'
  const [metadata] = session.inputMetadata
  let reusable: { key: string; outputs: ort.InferenceSession.OnnxValueMapType } | null = null
  return {
    takesBatches: metadata?.isTensor === true && typeof metadata.shape[0] === 'string',
    async run(data, shape) {
      const key = shape.join()
      const feeds = { [input]: new ort.Tensor('float32', data, shape) }
      const outputs = reusable?.key === key ? await session.run(feeds, reusable.outputs) : await session.run(feeds)
      reusable = { key, outputs }
      return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, floats(name, value)]))
    },
    close: () => session.release(),
  }
}

/** A session of onnxruntime with the settings of this project, for models whose inputs are of other kinds; throws as {@link openSession}. */
export async function createSession(
  model: string | Uint8Array,
  options: SessionOptions,
): Promise<ort.InferenceSession> {
  ort.env.logLevel = 'fatal'
  const settings: ort.InferenceSession.SessionOptions = {
    executionProviders: options.device === 'cpu' ? ['cpu'] : [options.device, 'cpu'],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    enableCpuMemArena: options.arena ?? true,
    enableMemPattern: options.arena ?? true,
    logSeverityLevel: 4,
    // Threads that spin while they wait take a core from the other lanes.
    extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
    ...(options.dimensions ? { freeDimensionOverrides: options.dimensions } : {}),
  }
  return typeof model === 'string'
    ? await ort.InferenceSession.create(model, settings)
    : await ort.InferenceSession.create(model, settings)
}

async function withOpenBatch(model: string | Uint8Array): Promise<string | Uint8Array> {
  const batches = openBatch(typeof model === 'string' ? await readFile(model) : model)
  return batches.kind === 'opened' ? batches.bytes : model
}

function floats(name: string, value: ort.OnnxValue): Float32Array {
  if (!('data' in value) || !(value.data instanceof Float32Array)) {
    throw new TypeError(`the output ${name} of the model is not a float32 tensor`)
  }
  return value.data
}

import type { Size } from '../image/box.ts'
import type { ModelTask } from './models.ts'
import type { ModelSession } from './session.ts'

/** Tasks whose models are shown several pictures at once. */
export const tasksInBatches: readonly ModelTask[] = ['objects', 'faces', 'text']

/** Inputs of one shape, made when their turn comes. */
export interface Inputs {
  count: number
  /** Channels, height, width. */
  shape: readonly [number, number, number]
  /** @returns the planes of an input; they may be overwritten by the next call */
  write(index: number): Float32Array | Promise<Float32Array>
}

/**
 * Runs a model over some inputs, up to `most` of them at once where its batch dimension is open, else one by one.
 * @param read is given the outputs of one input; they may be overwritten after it returns
 */
export async function runEach(
  session: ModelSession,
  { count, shape, write }: Inputs,
  most: number,
  read: (index: number, outputs: Readonly<Record<string, Float32Array>>) => void,
): Promise<void> {
  let done = 0
  for (const size of batchSizes(count, session.takesBatches ? most : 1)) {
    const outputs = await session.run(await planesOf(write, done, { size, shape }), [size, ...shape])
    for (let at = 0; at < size; at++) read(done + at, size === 1 ? outputs : partOf(outputs, at, size))
    done += size
  }
}

/** Indices of inputs of the same size, a group each, in the order of their first. */
export function alike(sizes: readonly Size[]): number[][] {
  const groups = new Map<string, number[]>()
  for (const [index, { width, height }] of sizes.entries()) {
    const key = `${width}x${height}`
    groups.set(key, [...(groups.get(key) ?? []), index])
  }
  return [...groups.values()]
}

/** So many inputs as batches of few sizes, powers of two: onnxruntime keeps memory, and tunes itself, for every shape it has seen. */
export function batchSizes(count: number, most: number): number[] {
  const sizes: number[] = []
  for (let left = count; left > 0; ) {
    const size = 2 ** Math.floor(Math.log2(Math.min(left, most)))
    sizes.push(size)
    left -= size
  }
  return sizes
}

async function planesOf(
  write: Inputs['write'],
  from: number,
  { size, shape: [channels, height, width] }: { size: number; shape: Inputs['shape'] },
): Promise<Float32Array> {
  if (size === 1) return write(from)
  const length = channels * height * width
  const planes = new Float32Array(size * length)
  for (let at = 0; at < size; at++) planes.set(await write(from + at), at * length)
  return planes
}

function partOf(outputs: Readonly<Record<string, Float32Array>>, at: number, size: number) {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, values]) => {
      const length = values.length / size
      return [name, values.subarray(at * length, (at + 1) * length)]
    }),
  )
}

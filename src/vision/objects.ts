import type { Box } from '../image/box.ts'
import { clip } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { runEach } from './batch.ts'
import type { Detection } from './detection.ts'
import { labelsOf } from './labels.ts'
import { letterboxer } from './letterbox.ts'
import { suppress } from './nms.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { Thresholds } from './thresholds.ts'
import type { ResolvedModel } from './zoo.ts'

/** Finds things in pictures. */
export interface Detector {
  find(picture: Picture): Promise<Detection[]>
  /** What is in each of several pictures, in their order: the same, but in batches where the model takes them. */
  findAll(pictures: readonly Picture[]): Promise<Detection[][]>
  close(): Promise<void>
}

const strides = [8, 16, 32]

/** Objects by a YOLOX model (Ge et al. 2021) that was exported with raw outputs: `1 x anchors x (5 + classes)`. */
export async function openObjects(
  model: ResolvedModel,
  options: SessionOptions & Pick<Thresholds, 'objectScore' | 'objectOverlap'>,
): Promise<Detector> {
  const size = model.inputSize ?? 416
  const labels = labelsOf(model.labels)
  const session = await openSession(model.path, options)
  const letterbox = letterboxer({ width: size, height: size }, 114)
  const grid = gridOf(size)
  async function findAll(pictures: readonly Picture[]): Promise<Detection[][]> {
    const scales: number[] = []
    const found: Detection[][] = []
    const write = (index: number) => {
      scales[index] = letterbox.write(pictures[index] as Picture).scale
      return letterbox.tensor
    }
    const inputs = { count: pictures.length, shape: [3, size, size] as const, write }
    await runEach(session, inputs, options.batch ?? 1, (index, outputs) => {
      const raw = Object.values(outputs)[0] ?? new Float32Array()
      const boxes = suppress(decode(raw, grid, labels, options.objectScore), options.objectOverlap)
      found[index] = inOriginal(boxes, scales[index] as number, pictures[index] as Picture)
    })
    return found
  }

  return {
    findAll,
    find: async (picture) => (await findAll([picture]))[0] ?? [],
    close: () => session.close(),
  }
}

/** Detections in a model's input as those in the upright original; what lies outside of it is left out. */
export function inOriginal(found: readonly Detection[], scale: number, picture: Picture): Detection[] {
  return found
    .map(({ box, ...rest }) => ({ ...rest, box: toOriginal(box, scale, picture) }))
    .filter(({ box }) => box.x2 > box.x1 && box.y2 > box.y1)
}

/** A box of the model's input in pixels of the upright original. */
export function toOriginal(box: Box, scale: number, { width, height, original }: Picture): Box {
  const x = original.width / width / scale
  const y = original.height / height / scale
  return clip({ x1: box.x1 * x, y1: box.y1 * y, x2: box.x2 * x, y2: box.y2 * y }, original)
}

/** Column, row and stride of every anchor, in the order of the outputs. */
function gridOf(size: number): Float32Array {
  const cells: number[] = []
  for (const stride of strides) {
    const side = Math.floor(size / stride)
    for (let row = 0; row < side; row++) for (let column = 0; column < side; column++) cells.push(column, row, stride)
  }
  return Float32Array.from(cells)
}

/** YOLOX: centre = (offset + cell) x stride, size = exp(log size) x stride, score = objectness x class, for every class above the threshold. */
function decode(raw: Float32Array, grid: Float32Array, labels: readonly string[], threshold: number): Detection[] {
  const found: Detection[] = []
  const step = 5 + labels.length
  const anchors = grid.length / 3
  if (raw.length !== anchors * step) {
    throw new TypeError(
      `the model gives ${raw.length} numbers, not ${anchors} x ${step}: its labels or its input size are others`,
    )
  }
  for (let anchor = 0, at = 0; anchor < anchors; anchor++, at += step) {
    const objectness = raw[at + 4] as number
    if (objectness < threshold) continue
    for (let label = 0; label < labels.length; label++) {
      const score = objectness * (raw[at + 5 + label] as number)
      if (score < threshold) continue
      found.push({ label: labels[label] as string, score, box: boxAt(raw, at, grid, 3 * anchor) })
    }
  }
  return found
}

function boxAt(raw: Float32Array, at: number, grid: Float32Array, cell: number): Box {
  const stride = grid[cell + 2] as number
  const x = ((raw[at] as number) + (grid[cell] as number)) * stride
  const y = ((raw[at + 1] as number) + (grid[cell + 1] as number)) * stride
  const width = Math.exp(raw[at + 2] as number) * stride
  const height = Math.exp(raw[at + 3] as number) * stride
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 }
}

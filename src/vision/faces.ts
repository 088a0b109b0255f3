import type { Size } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { alike, runEach } from './batch.ts'
import type { Detection } from './detection.ts'
import { fitInside, letterboxer } from './letterbox.ts'
import { suppress } from './nms.ts'
import { type Detector, inOriginal } from './objects.ts'
import { type ModelSession, openSession, type SessionOptions } from './session.ts'
import type { Thresholds } from './thresholds.ts'
import type { ResolvedModel } from './zoo.ts'

const strides = [8, 16, 32]

/**
 * Faces by YuNet (Wu, Peng & Yu 2023). Pictures are made smaller to fitInside, never larger. They are counted and measured; nothing
 * that could identify a person is computed.
 */
export async function openFaces(
  model: ResolvedModel,
  options: SessionOptions & Pick<Thresholds, 'faceScore' | 'faceOverlap'>,
): Promise<Detector> {
  const side = model.inputSize ?? 640
  const openInputs = new Map<string, ReturnType<typeof openInput>>()
  const inputFor = (size: Size) => {
    const key = `${size.width}x${size.height}`
    const input = openInputs.get(key) ?? openInput(model, size, options)
    openInputs.set(key, input)
    return input
  }
  async function findAll(pictures: readonly Picture[]): Promise<Detection[][]> {
    const found: Detection[][] = []
    const sizes = pictures.map((picture) => inputSizeOf(picture, side))
    for (const group of alike(sizes)) {
      const { session, letterbox, size } = await inputFor(sizes[group[0] as number] as Size)
      const pictureAt = (at: number) => pictures[group[at] as number] as Picture
      const scales: number[] = []
      const write = (at: number) => {
        scales[at] = letterbox.write(pictureAt(at)).scale
        return letterbox.tensor
      }
      const inputs = { count: group.length, shape: [3, size.height, size.width] as const, write }
      await runEach(session, inputs, options.batch ?? 1, (at, outputs) => {
        const boxes = suppress(decode(outputs, size, options.faceScore), options.faceOverlap)
        found[group[at] as number] = inOriginal(boxes, scales[at] as number, pictureAt(at))
      })
    }
    return found
  }

  return {
    findAll,
    find: async (picture) => (await findAll([picture]))[0] ?? [],
    async close() {
      for (const input of openInputs.values()) await (await input).session.close()
    },
  }
}

/** Few sizes of input, each with a session of fixed shape: the square, and three quarters of it where the picture leaves the rest empty. */
function inputSizeOf(picture: Size, side: number): Size {
  const box = fitInside(picture, { width: side, height: side }, 1)
  const narrow = (3 * side) / 4
  return { width: box.width <= narrow ? narrow : side, height: box.height <= narrow ? narrow : side }
}

async function openInput(
  model: ResolvedModel,
  size: Size,
  options: SessionOptions,
): Promise<{ session: ModelSession; letterbox: ReturnType<typeof letterboxer>; size: Size }> {
  const dimensions = { ...((options.batch ?? 1) === 1 && { batch: 1 }), height: size.height, width: size.width }
  const session = await openSession(model.path, { ...options, dimensions })
  return { session, letterbox: letterboxer(size, 0, 1), size }
}

/** YuNet: centre = (offset + cell) x stride, size = exp(log size) x stride, score = sqrt(class x objectness). */
function decode(outputs: Readonly<Record<string, Float32Array>>, size: Size, threshold: number): Detection[] {
  const found: Detection[] = []
  for (const stride of strides) {
    const classes = output(outputs, `cls_${stride}`)
    const objectness = output(outputs, `obj_${stride}`)
    const boxes = output(outputs, `bbox_${stride}`)
    const columns = Math.floor(size.width / stride)
    for (let cell = 0; cell < classes.length; cell++) {
      const score = Math.sqrt(clamp(classes[cell] as number) * clamp(objectness[cell] as number))
      if (score < threshold) continue
      const x = ((cell % columns) + (boxes[4 * cell] as number)) * stride
      const y = (Math.floor(cell / columns) + (boxes[4 * cell + 1] as number)) * stride
      const width = (Math.exp(boxes[4 * cell + 2] as number) * stride) / 2
      const height = (Math.exp(boxes[4 * cell + 3] as number) * stride) / 2
      found.push({ label: 'face', score, box: { x1: x - width, y1: y - height, x2: x + width, y2: y + height } })
    }
  }
  return found
}

function output(outputs: Readonly<Record<string, Float32Array>>, name: string): Float32Array {
  const values = outputs[name]
  if (!values) throw new TypeError(`the face model has no output ${name}; YuNet has`)
  return values
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

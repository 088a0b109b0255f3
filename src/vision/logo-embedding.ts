import type { Box } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { writeLogoCrop } from './logo-crop.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

type Raster = Pick<Picture, 'rgb' | 'width' | 'height'>

/** A part of a picture; `box` is in px of it. */
export interface Crop {
  picture: Raster
  box: Box
}

/** Describes what is in boxes by vectors: two of one logo are near, two of different logos are not. */
export interface LogoEmbedding {
  /** @param boxes px of the picture @returns one vector of unit length a box, in their order */
  embed(picture: Raster, boxes: readonly Box[]): Promise<Float32Array[]>
  /** The same for crops of several pictures: a GPU takes them together. */
  embedAll(crops: readonly Crop[]): Promise<Float32Array[]>
  close(): Promise<void>
}

/** Side of the crops where the model's entry does not say. */
const usualSide = 96
/** Crops of one run of the model. On a CPU a larger batch gains nothing; on a GPU it fills the device. */
const batches = { cpu: 4, gpu: 64 } as const

/** A model of `crops` float32 N x 3 x S x S, RGB 0-255, that gives `embedding` N x D of unit length. */
export async function openLogoEmbedding(model: ResolvedModel, options: SessionOptions): Promise<LogoEmbedding> {
  const side = model.inputSize ?? usualSide
  const length = 3 * side * side
  const wanted = options.device === 'cpu' ? batches.cpu : batches.gpu
  const session = await openSession(model.path, { ...options, batch: wanted })
  const batch = session.takesBatches ? wanted : 1
  const tensor = new Float32Array(batch * length)
  async function embedAll(crops: readonly Crop[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = []
    for (let from = 0; from < crops.length; from += batch) {
      const some = crops.slice(from, from + batch)
      for (const [i, { picture, box }] of some.entries()) writeLogoCrop(tensor, i * length, picture, { box, side })
      const shape = [some.length, 3, side, side]
      const outputs = await session.run(tensor.subarray(0, some.length * length), shape)
      vectors.push(...rowsOf(outputs, some.length, model.name))
    }
    return vectors
  }
  return {
    embedAll,
    embed: (picture, boxes) => embedAll(boxes.map((box) => ({ picture, box }))),
    close: () => session.close(),
  }
}

function rowsOf(outputs: Readonly<Record<string, Float32Array>>, count: number, model: string): Float32Array[] {
  const all = outputs.embedding ?? Object.values(outputs)[0]
  if (!all || all.length === 0 || all.length % count !== 0) {
    throw new TypeError(`the model ${model} gives ${all?.length ?? 0} numbers for ${count} crops: it is no embedding`)
  }
  const size = all.length / count
  return Array.from({ length: count }, (_, i) => all.slice(i * size, (i + 1) * size))
}

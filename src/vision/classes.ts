import { readFile } from 'node:fs/promises'
import type { Picture } from '../image/picture.ts'
import type { ScoredLabel } from './detection.ts'
import { featureOutput, withFeatures } from './feature-output.ts'
import { labelsOf } from './labels.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

const mean = [0.485, 0.456, 0.406]
const deviation = [0.229, 0.224, 0.225]

/** The whole picture by an ImageNet classifier, as torchvision prepares pictures: shorter side to 8/7 of the input, centre crop. */
export interface Classifier {
  /** @param count of classes, at most */
  classify(picture: Picture, count: number): Promise<Classified>
  close(): Promise<void>
}

export interface Classified {
  /** The most probable classes, best first. */
  classes: ScoredLabel[]
  /**
   * What the picture looks like: the features before the last layer, of unit length; of a model that has none, how much more each class
   * is given than the mean class. Null where all are nought.
   */
  embedding: Float32Array | null
}

export async function openClasses(model: ResolvedModel, options: SessionOptions): Promise<Classifier> {
  const size = model.inputSize ?? 224
  const labels = labelsOf(model.labels)
  const withMore = withFeatures(await readFile(model.path))
  const session = await openSession(withMore?.bytes ?? model.path, {
    ...options,
    batch: 1,
    dimensions: { batch_size: 1 },
  })
  const tensor = new Float32Array(3 * size * size)
  return {
    async classify(picture, count) {
      normalise(await crop(picture, size), tensor)
      const outputs = await session.run(tensor, [1, 3, size, size])
      const logits = Object.values(outputs)[0] ?? new Float32Array()
      const features = outputs[featureOutput]
      const classes = softmax(logits)
        .map((score, index) => ({ label: labels[index] ?? `class ${index}`, score }))
        .sort((a, b) => b.score - a.score)
        .slice(0, count)
      return {
        classes,
        embedding: ofUnitLength(features && features.length === withMore?.size ? features : centred(logits)),
      }
    },
    close: () => session.close(),
  }
}

/** The centre of a picture, `size x size`, interleaved RGB; antialiased bilinear as Pillow's. */
async function crop(picture: Picture, size: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const scale = (size * 8) / 7 / Math.min(picture.width, picture.height)
  const width = Math.round(picture.width * scale)
  const height = Math.round(picture.height * scale)
  return sharp(picture.rgb, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extract({ left: (width - size) >> 1, top: (height - size) >> 1, width: size, height: size })
    .raw()
    .toBuffer()
}

function normalise(rgb: Uint8Array, tensor: Float32Array): void {
  const plane = tensor.length / 3
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (deviation[channel] as number))
    const offset = (mean[channel] as number) / (deviation[channel] as number)
    for (let i = 0; i < plane; i++) tensor[channel * plane + i] = (rgb[3 * i + channel] as number) * scale - offset
  }
}

function centred(logits: Float32Array): Float32Array {
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length
  return logits.map((logit) => logit - mean)
}

function ofUnitLength(vector: Float32Array): Float32Array | null {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : null
}

function softmax(logits: Float32Array): number[] {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

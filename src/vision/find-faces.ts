import type { Environment } from '../environment.ts'
import type { Box } from '../image/box.ts'
import { decode } from '../image/decode.ts'
import { defaultDecodeOptions } from '../image/picture.ts'
import { openFaces } from './faces.ts'
import { defaultThresholds } from './thresholds.ts'
import { resolveModels } from './zoo.ts'

/** Finds faces outside of a run, one picture at a time. */
export interface FaceFinder {
  /**
   * @param bytes a file of an image
   * @returns boxes in px of the upright original
   * @throws ImageError if it can't be decoded
   */
  find(bytes: Uint8Array): Promise<Box[]>
  close(): Promise<void>
}

/** @returns null where the weights are not on this machine */
export async function openFaceFinder(environment: Environment): Promise<FaceFinder | null> {
  const { models } = await resolveModels(['faces'], environment)
  const [model] = models
  if (!model) return null
  const faces = await openFaces(model, { device: 'cpu', threads: 1, ...defaultThresholds })
  return {
    async find(bytes) {
      const found = await faces.find(await decode(bytes, defaultDecodeOptions))
      return found.map(({ box }) => box)
    },
    close: () => faces.close(),
  }
}

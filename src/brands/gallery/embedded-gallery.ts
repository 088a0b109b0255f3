import { readFile } from 'node:fs/promises'
import { RunError } from '../../errors.ts'
import type { Brand } from '../brand.ts'
import { type Calibration, calibrate, type Yardstick } from './calibration.ts'
import type { EmbeddedReference } from './embed-references.ts'
import { pack, unpack } from './pack.ts'

/** Brands as vectors, with what it takes to recognise them: what the stage `embedding` works with. */
export interface EmbeddedGallery {
  brands: EmbeddedBrand[]
  /** Lowest standardised similarity that is believed. */
  threshold: number
  /** Standardised similarities of the bank's photos, lowest first: how rare a similarity is by chance. */
  highest: Float32Array
  /** How many times as often other photos have one as high. */
  commoner: number
  model: { name: string; sha256: string }
}

export interface EmbeddedBrand {
  name: string
  /** The user's own threshold on the similarity, in place of the calibrated one. */
  threshold: number | null
  vectors: Float32Array[]
  yardsticks: Yardstick[]
}

/**
 * Brings the references of brands on one scale.
 * @param embedded for each brand its references, in the order of `brands`
 * @param falseAlarms share of photos without the brands that may show one, over all brands
 */
export function embeddedGallery(
  brands: readonly Pick<Brand, 'name' | 'threshold'>[],
  embedded: readonly (readonly EmbeddedReference[])[],
  { falseAlarms, commoner, model }: { falseAlarms: number } & Pick<EmbeddedGallery, 'commoner' | 'model'>,
): EmbeddedGallery {
  const maxima = embedded.flatMap((references) => references.flatMap((reference) => reference.maxima))
  const { yardsticks, threshold, highest }: Calibration = calibrate(maxima, falseAlarms / commoner)
  const rest = [...yardsticks]
  return {
    brands: brands.map(({ name, threshold: own }, i) => {
      const vectors = (embedded[i] ?? []).flatMap((reference) => reference.vectors)
      return { name, threshold: own, vectors, yardsticks: rest.splice(0, vectors.length) }
    }),
    threshold,
    highest,
    commoner,
    model,
  }
}

/** The gallery as a file for the lanes. */
export function packGallery({ brands, ...gallery }: EmbeddedGallery): Uint8Array {
  return pack({
    ...gallery,
    brands: brands.map(({ yardsticks, ...brand }) => ({
      ...brand,
      yardsticks: yardsticks.map(({ location, scale }) => [location, scale]),
    })),
  })
}

/** Reads what {@link packGallery} wrote in the same run. @throws RunError */
export async function readEmbeddedGallery(path: string): Promise<EmbeddedGallery> {
  try {
    const { brands, ...gallery } = unpack(await readFile(path)) as unknown as PackedGallery
    return {
      ...gallery,
      brands: brands.map(({ yardsticks, ...brand }) => ({
        ...brand,
        yardsticks: yardsticks.map(([location, scale]) => ({ location, scale })),
      })),
    }
  } catch (cause) {
    throw new RunError(`${path}: the gallery of this run can't be read (${(cause as Error).message}); run it again`, {
      cause,
    })
  }
}

type PackedGallery = Omit<EmbeddedGallery, 'brands'> & {
  brands: (Omit<EmbeddedBrand, 'yardsticks'> & { yardsticks: [number, number][] })[]
}

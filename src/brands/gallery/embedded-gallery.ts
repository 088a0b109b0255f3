import { readFile } from 'node:fs/promises'
import { RunError } from '../../errors.ts'
import type { Brand } from '../brand.ts'
import { calibrate, type Yardstick, yardstickOf } from './calibration.ts'
import type { EmbeddedReference } from './embed-references.ts'
import { chanceLikeness } from './likeness.ts'
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
  /** For each vector the number of the reference that it is a view of. */
  references: number[]
  yardsticks: Yardstick[]
  /** Of the likeness to its references together (likenessOf). */
  together: Yardstick
}

/**
 * Brings the references of brands on one scale, and the brands: some have nine references, some one.
 * @param embedded for each brand its references, in the order of `brands`
 * @param falseAlarms share of photos without the brands that may show one, over all brands
 */
export function embeddedGallery(
  brands: readonly Pick<Brand, 'name' | 'threshold'>[],
  embedded: readonly (readonly EmbeddedReference[])[],
  { falseAlarms, commoner, model }: { falseAlarms: number } & Pick<EmbeddedGallery, 'commoner' | 'model'>,
): EmbeddedGallery {
  const described = brands.map(({ name, threshold }, i) => {
    const own = embedded[i] ?? []
    const maxima = own.flatMap((reference) => reference.maxima)
    const yardsticks = maxima.map((values) => yardstickOf(values))
    const vectors = own.flatMap((reference) => reference.vectors)
    const references = own.flatMap((reference, number) => reference.vectors.map(() => number))
    const chance = chanceLikeness(maxima, { yardsticks, references })
    return { name, threshold, vectors, references, yardsticks, chance }
  })
  const known = described.filter(({ vectors }) => vectors.length > 0)
  const { yardsticks, threshold, highest } = calibrate(
    known.map(({ chance }) => chance),
    falseAlarms / commoner,
  )
  const together = new Map(known.map(({ name }, i) => [name, yardsticks[i]]))
  return {
    brands: described.map(({ chance: _, ...brand }) => ({
      ...brand,
      together: together.get(brand.name) ?? { location: 0, scale: 1 },
    })),
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
    brands: brands.map(({ yardsticks, together, ...brand }) => ({
      ...brand,
      yardsticks: yardsticks.map(packed),
      together: packed(together),
    })),
  })
}

/** Reads what {@link packGallery} wrote in the same run. @throws RunError */
export async function readEmbeddedGallery(path: string): Promise<EmbeddedGallery> {
  try {
    const { brands, ...gallery } = unpack(await readFile(path)) as unknown as PackedGallery
    return {
      ...gallery,
      brands: brands.map(({ yardsticks, together, ...brand }) => ({
        ...brand,
        yardsticks: yardsticks.map(unpacked),
        together: unpacked(together),
      })),
    }
  } catch (cause) {
    throw new RunError(`${path}: the gallery of this run can't be read (${(cause as Error).message}); run it again`, {
      cause,
    })
  }
}

type Packed = [location: number, scale: number]
type PackedGallery = Omit<EmbeddedGallery, 'brands'> & {
  brands: (Omit<EmbeddedBrand, 'yardsticks' | 'together'> & { yardsticks: Packed[]; together: Packed })[]
}

function packed({ location, scale }: Yardstick): Packed {
  return [location, scale]
}

function unpacked([location, scale]: Packed): Yardstick {
  return { location, scale }
}

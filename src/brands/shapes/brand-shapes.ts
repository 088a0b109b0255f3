import { readFile } from 'node:fs/promises'
import { sha256 } from '../../hash.ts'
import type { Brand } from '../brand.ts'
import { calibrate } from '../gallery/calibration.ts'
import { type Describer, describeReferences, type Keeping } from '../gallery/describe.ts'
import type { Packable } from '../gallery/pack.ts'
import { type Tail, tailFrom } from '../gallery/tail.ts'
import { stageVersions } from '../stages.ts'
import { builtInBank, maximaOf, readBank, type ShapeBank } from './bank.ts'
import { type ReferenceShape, referenceShapes } from './reference-shapes.ts'

/** A shape of a brand, with what it takes to be recognised. */
export interface BrandShape extends ReferenceShape {
  brand: string
  /** Likeness that is believed; above 1 where none is. */
  least: number
  /** How surprising a likeness is, in units that compare between shapes. */
  standardised(likeness: number): number
}

export interface BrandShapes {
  shapes: BrandShape[]
  /** How often photos without the brands have what is as surprising. */
  tail: Tail
}

/** Of the false alarms that a run allows, this stage takes so many. */
const shareOfAlarms = 0.1
/** However rare in the bank: what is less alike is not taken for a logo. */
const leastLikeness = 0.88
/** Smallest spread of the rarity of likenesses: a shape that is like nothing in the bank might be like something outside of it. */
const leastScale = 0.15

/**
 * The shapes of all references of some brands, on one scale: from what the bank of photos without brands has, it is known how like a shape
 * things are by chance. Each reference is described once on a machine.
 * @param falseAlarms share of photos without the brands that may show one, of all stages
 * @throws UsageError for a reference that is no picture
 */
export async function brandShapes(
  brands: readonly Brand[],
  keeping: Keeping,
  falseAlarms: number,
): Promise<BrandShapes> {
  const described = await describeShapes(brands, keeping)
  const all = described.flatMap((references, i) => references.flatMap((one) => one.map((shape) => ({ ...shape, i }))))
  const rarities = all.map(({ maxima }) => maxima.map(rarityOf))
  const { yardsticks, threshold, highest } = calibrate(rarities, shareOfAlarms * falseAlarms, leastScale)
  return {
    tail: tailFrom(highest),
    shapes: all.map(({ maxima: _, i, ...shape }, j) => {
      const { name, threshold: own } = brands[i] as Brand
      const { location, scale } = yardsticks[j] as (typeof yardsticks)[number]
      // A threshold of the user's own is mostly meant for an embedding's similarity: here it can ask for more likeness, never for less.
      const least = Math.max(own ?? 0, leastLikeness, likenessOfRarity(location + threshold * scale))
      return { ...shape, brand: name, least, standardised: (likeness) => (rarityOf(likeness) - location) / scale }
    }),
  }
}

/** The same for each brand and each of its references, without what depends on the other brands. */
async function describeShapes(brands: readonly Brand[], keeping: Keeping): Promise<DescribedShape[][][]> {
  let opened: Promise<ShapeBank> | null = null
  const describer: Describer<Packable> = {
    key: `shapes ${stageVersions.shapes} ${await bankHash()}`,
    async describe(views) {
      opened ??= readBank(builtInBank)
      const bank = await opened
      const shapes = await referenceShapes(views)
      return shapes.map((shape) => ({ ...shape, maxima: maximaOf(shape, bank) })) as unknown as Packable
    },
    accepts: (stored): stored is Packable => Array.isArray(stored) && stored.every(isDescribed),
  }
  return (await describeReferences(brands, describer, keeping)) as unknown as DescribedShape[][][]
}

/** SHA-256 of the bank. */
export async function bankHash(): Promise<string> {
  return sha256(await readFile(builtInBank))
}

interface DescribedShape extends ReferenceShape {
  /** Highest likeness to anything in each photo of the bank. */
  maxima: Float32Array
}

/**
 * Likenesses of blobs crowd near 1, and what counts is how much of a shape is not the same: each halving of that is as surprising as the last.
 * Of 1 % nobody can tell where it comes from.
 */
function rarityOf(likeness: number): number {
  return -Math.log(1.01 - likeness)
}

function likenessOfRarity(rarity: number): number {
  return 1.01 - Math.exp(-rarity)
}

function isDescribed(stored: unknown): stored is DescribedShape {
  const { bits, filled, maxima } = Object(stored) as Partial<DescribedShape>
  return bits instanceof Int32Array && filled instanceof Uint8Array && maxima instanceof Float32Array
}

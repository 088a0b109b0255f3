import { family, type Variable } from '../entry.ts'

/** What most entries of measured families have in common. */
const measured = {
  type: 'float',
  curated: false,
  missing: 'when the image could not be measured or the variable was not chosen',
} as const

export const notChosen = measured.missing
export const undefinedIf = (why: string) => ({ missing: `${notChosen}; ${why}` })

type Entry = Pick<Variable, 'name' | 'formula'> & Partial<Variable>

/** Entries of a family that is measured on demand: floats, not in the curated set unless they say so. */
export function measuredFamily(name: string, entries: readonly Entry[]): Variable[] {
  return family(
    'images',
    name,
    entries.map((entry) => ({ ...measured, ...entry })),
  )
}

export const share = { unit: 'share of pixels', range: '0 to 1' } as const
export const zeroToOne = { unit: '0-1', range: '0 to 1' } as const
export const asCurated = { curated: true } as const

export const published = (source: string) => ({ source, definition: 'published' }) as const

export const athec = published('Athec, github.com/yilangpeng/athec (Peng 2022)')
export const imageAnalyzer = published(
  'Image Analyzer, github.com/digital-marketing-tum/image-analyzer (Exner, Konrad & Hartmann 2025)',
)
export const overgoor = published('Overgoor, Rand, van Dolen & Mazloom (2022), code in MATLAB')

import type { Variable } from '../entry.ts'
import { asCurated, measuredFamily, overgoor, share, undefinedIf } from './entries.ts'

/** How many colours there are and how they spread. */
export const paletteEntries: Variable[] = measuredFamily('palette', [
  { name: 'distinct_colours', ...share, formula: 'distinct 24-bit colours / pixels', ...overgoor, ...asCurated },
  {
    name: 'colour_entropy',
    unit: 'nats',
    range: '0 to 16.64',
    formula: 'Shannon entropy of the histogram of 24-bit colours; at most ln(pixels)',
    ...overgoor,
    ...asCurated,
  },
  {
    name: 'luminance_entropy_gamma',
    unit: 'nats',
    range: '0 to 5.546',
    formula: 'Shannon entropy of luma after a gamma of 0.5, each product of the sum rounded: luminance complexity',
    ...overgoor,
    ...asCurated,
  },
  {
    name: 'colourfulness_lab',
    range: '>= 0',
    formula:
      '0.94 mean chroma + sqrt(var a* + var b*) in CIELAB, sample variances; linear light by BT.709, not sRGB: M(1) of Hasler & Süsstrunk (2003)',
    version: 2,
    ...overgoor,
    ...asCurated,
    ...undefinedIf('or there is one pixel only'),
  },
  {
    name: 'colourfulness_abs',
    range: '>= 0',
    formula: 'as colourfulness, of |R - G| and |(R + G) / 2 - B|: the variant of many tutorials, not of the paper',
    source: 'tutorials with OpenCV',
    definition: 'inferred',
  },
])

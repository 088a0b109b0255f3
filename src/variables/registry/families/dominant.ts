import type { Variable } from '../entry.ts'
import { asCurated, measuredFamily, share } from './entries.ts'

const source = 'our own; k-means (Lloyd 1982) in CIELAB'

/** Dominant colours. */
export const dominantEntries: Variable[] = measuredFamily('dominant', [
  {
    name: 'dominant_colours',
    type: 'strings',
    unit: 'sRGB in hex',
    formula:
      'mean colours of at most five clusters, largest first: k-means in CIELAB over the means of 16 x 16 x 16 cells of RGB, begun with the fullest and then the farthest cells',
    source,
    ...asCurated,
  },
  {
    name: 'dominant_colour_names',
    type: 'strings',
    formula: 'their basic colour terms, as in colour_names',
    source,
    ...asCurated,
  },
  {
    name: 'dominant_colour_shares',
    type: 'floats',
    ...share,
    formula: 'their shares of the pixels',
    source,
    ...asCurated,
  },
  { name: 'dominant_colour_share', ...share, formula: 'share of the largest', source, ...asCurated },
])

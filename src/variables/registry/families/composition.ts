import type { Variable } from '../entry.ts'
import { asCurated, measuredFamily, published, undefinedIf, zeroToOne } from './entries.ts'

const balance = published('Wang et al. (2013), as Image Analyzer and Overgoor et al. (2022)')
const ground = {
  ...published('Image Analyzer, after Wang et al. (2013)'),
  ...asCurated,
  ...undefinedIf('or nothing stands out'),
  version: 3,
}
const figure = 'figure: pixels whose saliency, scaled from least to most, is above 0.5'

/** Mirrored halves, figure and ground. */
export const compositionEntries: Variable[] = measuredFamily('composition', [
  {
    name: 'colour_balance_vertical',
    ...zeroToOne,
    formula:
      '1 - mean RGB distance of the upper half to the lower half, mirrored / 441.673; of an odd number of rows the one in the middle is left out, which Overgoor et al. leave out of the sum only',
    ...balance,
    ...asCurated,
    ...undefinedIf('or it is one pixel high'),
  },
  {
    name: 'colour_balance_horizontal',
    ...zeroToOne,
    formula: '1 - mean RGB distance of the left half to the right half, mirrored / 441.673',
    ...balance,
    ...asCurated,
    ...undefinedIf('or it is one pixel wide'),
  },
  {
    name: 'figure_size_difference',
    ...zeroToOne,
    formula: `|pixels of the figure - pixels of the ground| / pixels; ${figure}`,
    ...ground,
  },
  {
    name: 'figure_colour_difference',
    ...zeroToOne,
    formula: 'distance of the mean RGB of figure and ground / 441.673',
    ...ground,
  },
  {
    name: 'figure_edge_difference',
    ...zeroToOne,
    formula: '|edge density of the figure - that of the ground|, Canny with thresholds 100 and 200',
    ...ground,
  },
])

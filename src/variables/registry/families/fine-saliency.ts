import type { Variable } from '../entry.ts'
import { athec, measuredFamily, undefinedIf } from './entries.ts'
import { mapEntries } from './saliency-map.ts'

const map =
  'of the fine-grained map (Montabone & Soto 2010, as OpenCV: greys less the mean of squares around each pixel, in six sizes)'
const flat = undefinedIf('or no pixel differs from its surroundings by a level')

/** The same of another map of saliency, and how far both agree. */
export const fineSaliencyEntries: Variable[] = measuredFamily('saliency_fine', [
  ...mapEntries('saliency_fine', []).map((entry) => ({ ...entry, ...flat, formula: `${entry.formula}; ${map}` })),
  {
    name: 'saliency_consistency',
    unit: 'share of blocks',
    range: '0 to 0.6',
    formula:
      'blocks, of 5 x 5, that are among the 15 heaviest both of the fine-grained map and of the spectral residual’s, over 25',
    ...athec,
    ...undefinedIf('or one of the maps is null'),
    version: 2,
  },
])

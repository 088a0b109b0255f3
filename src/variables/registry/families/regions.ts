import type { Variable } from '../entry.ts'
import { imageAnalyzer, measuredFamily } from './entries.ts'

/** Large connected regions. */
export const regionEntries: Variable[] = measuredFamily('regions', [
  {
    name: 'bright_regions',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula:
      'connected regions (8 neighbours) larger than a 25,000th of the picture where the mean of R, G, B is above its Gaussian mean (sigma 34/6) by more than rounding: visual complexity there',
    version: 3,
    ...imageAnalyzer,
  },
])

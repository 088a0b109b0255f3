import type { Variable } from '../entry.ts'
import { measuredFamily, published } from './entries.ts'

const cie = published('CIE 15:2018, CIELAB 1976, D65')

/** Spread of CIELAB and chroma; the means of L*, a* and b* are in the core. */
export const cielabEntries: Variable[] = measuredFamily('cielab', [
  { name: 'lab_l_sd', range: '0 to 50', formula: 'population standard deviation of L*', ...cie },
  { name: 'lab_a_sd', range: '0 to 100', formula: 'population standard deviation of a*', ...cie },
  { name: 'lab_b_sd', range: '0 to 105', formula: 'population standard deviation of b*', ...cie },
  { name: 'chroma_mean', range: '0 to 134', formula: 'mean of sqrt(a*² + b*²)', ...cie },
])

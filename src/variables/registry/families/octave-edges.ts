import type { Variable } from '../entry.ts'
import { measuredFamily, overgoor, share } from './entries.ts'

/** Edges by the thresholds of another program. */
export const octaveEdgeEntries: Variable[] = measuredFamily('edges_overgoor', [
  {
    name: 'edge_density_overgoor',
    ...share,
    formula:
      'edge pixels of Canny as GNU Octave (image 2.14) runs that code: Gaussian of sigma sqrt(2), central differences, thresholds at the mean length of the gradient and 0.4 of it / all pixels; MATLAB finds other thresholds',
    ...overgoor,
  },
])

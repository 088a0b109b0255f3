import { octaveEdges } from './kernel/octave-edges.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** Edge density of Overgoor et al. (2022), whose code takes Canny's edges with the thresholds that its program finds. */
export function octaveEdgeVariables(view: View): Row {
  return { edge_density_overgoor: octaveEdges(view.matlabGreys.rounded, view) / view.pixels }
}

import { fineSaliencyOf } from './kernel/fine-saliency.ts'
import { byteSums } from './kernel/saliency.ts'
import type { Row } from './registry/index.ts'
import { blockSums, mapVariables } from './saliency-measures.ts'
import type { View } from './view.ts'

/** How fine-grained saliency lies in the picture, and how far it agrees with the spectral residual. */
export function fineSaliencyVariables(view: View): Row {
  const fine = fineSaliencyOf(view.grey, view)
  const spectral = view.saliency?.bytes ?? null
  return {
    ...mapVariables('saliency_fine', fine, view),
    saliency_consistency: fine && spectral ? consistency([fine, spectral], view) : null,
  }
}

const side = 5
const chosen = 15

/** How many of 5 x 5 blocks are among the 15 heaviest of both maps, as a share of all; of equal blocks the later ones count. */
function consistency(maps: Parameters<typeof byteSums>[0][], view: View): number {
  const [one = [], other = []] = maps.map((map) => heaviest(blockSums(byteSums(map, view), view, side)))
  return one.filter((block) => other.includes(block)).length / side ** 2
}

function heaviest(sums: readonly number[]): number[] {
  const order = sums.map((_, block) => block).sort((a, b) => (sums[a] as number) - (sums[b] as number))
  return order.slice(-chosen)
}

import type { Variable } from '../entry.ts'
import { measuredFamily, published, undefinedIf } from './entries.ts'

/** The other measure of clutter of the same authors. */
export const subbandEntropyEntries: Variable[] = measuredFamily('subband_entropy', [
  {
    name: 'subband_entropy',
    unit: 'nats',
    range: '>= 0',
    formula:
      'mean Shannon entropy of 13 subbands (steerable pyramid of 3 scales and 4 orientations, and what is below; as many bins as the root of their numbers) of CIELAB, a* and b* weighing 0.0625 each beside L*, at the size of the picture',
    ...published('Rosenholtz, Li & Nakano (2007), constants of the authors’ code'),
    ...undefinedIf('or a side is shorter than 32 pixels, or it has more than 16,777,216'),
  },
])

import type { Variable } from '../entry.ts'
import { measuredFamily, published } from './entries.ts'

/** How far the colours are from an even mixture. */
export const colourTransportEntries: Variable[] = measuredFamily('colourfulness_emd', [
  {
    name: 'colourfulness_emd',
    range: '-14.2 to 128',
    formula:
      '128 - earth mover’s distance between the pixels in 4 x 4 x 4 bins of RGB and as many in each, by the distance of the bins’ middles in OpenCV’s 8-bit CIELUV; larger is more colourful',
    ...published('Datta, Joshi, Li & Wang (2006), as Athec'),
  },
])

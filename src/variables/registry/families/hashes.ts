import type { Variable } from '../entry.ts'
import { measuredFamily, notChosen, published } from './entries.ts'

const imageHash = {
  type: 'string',
  unit: '64 bits in hex',
  ...published('ImageHash, github.com/JohannesBuchner/imagehash'),
} as const

/** Hashes by which alike pictures are found, beside `phash` of the core. */
export const hashEntries: Variable[] = measuredFamily('hashes', [
  {
    name: 'ahash',
    ...imageHash,
    formula: 'average hash: of 8 x 8 greys (Pillow’s L, Lanczos), those above their mean',
  },
  {
    name: 'dhash',
    ...imageHash,
    formula: 'difference hash: of 9 x 8 greys, those that are darker than their right neighbour',
  },
  {
    name: 'whash',
    ...imageHash,
    formula: 'wavelet hash: of the 8 x 8 coarse values of Haar wavelets, those above their median',
    missing: `${notChosen}; or a side is shorter than 8 pixels`,
  },
])

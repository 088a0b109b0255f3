import type { Variable } from '../entry.ts'
import { asCurated, measuredFamily, undefinedIf } from './entries.ts'

const axis = {
  // 2: cells are equal, whatever the size, and all of them count for the point: a quarter turn exchanges the axes.
  version: 2,
  unit: 'correlation',
  range: '-1 to 1',
  source: 'our own, after Mayer & Landwehr (2018) and imagefluency',
  ...asCurated,
  ...undefinedIf('or a half of it does not vary'),
}
const grid = 'grey levels averaged to at most 128 cells a side'

/** Mirror symmetry. */
export const symmetryEntries: Variable[] = measuredFamily('symmetry', [
  {
    name: 'symmetry_vertical_axis',
    ...axis,
    formula: `highest correlation of left and right, mirrored, over axes up to 5 % of the width off the middle; ${grid}`,
  },
  {
    name: 'symmetry_horizontal_axis',
    ...axis,
    formula: `highest correlation of top and bottom, mirrored, over axes up to 5 % of the height off the middle; ${grid}`,
  },
  {
    name: 'symmetry_point',
    ...axis,
    formula: `correlation of all cells with the picture turned by 180 degrees; ${grid}`,
  },
])

import type { Variable } from '../entry.ts'
import { overgoor as definedByOvergoor, measuredFamily, published, undefinedIf } from './entries.ts'

const rosenholtz = {
  ...published('Rosenholtz, Li & Nakano (2007), feature congestion; constants and filters of the authors’ code'),
  version: 2,
}
const overgoor = { ...definedByOvergoor, version: 2 }
const size = 'at the size of the picture, the largest of three scales; the family clutter has it at 256 px'
const large = undefinedIf('or it has more than 16,777,216 pixels')
const map = 'of the map whose mean is arrangement_irregularity'

/** Feature congestion without making the picture small first, and the arrangement of what is seen. */
export const featureCongestionEntries: Variable[] = measuredFamily('feature_congestion', [
  {
    name: 'feature_congestion',
    range: '>= 0',
    formula: `feature_congestion_colour / 0.2088 + feature_congestion_contrast / 0.0660 + arrangement_irregularity / 0.0269, ${size}`,
    ...rosenholtz,
    ...large,
  },
  { name: 'feature_congestion_colour', range: '>= 0', formula: `as clutter_colour, ${size}`, ...rosenholtz, ...large },
  {
    name: 'feature_congestion_contrast',
    range: '>= 0',
    formula: `as clutter_contrast, ${size}`,
    ...rosenholtz,
    ...large,
  },
  {
    name: 'arrangement_irregularity',
    range: '>= 0',
    formula: `as clutter_orientation, ${size}`,
    ...overgoor,
    ...large,
  },
  {
    name: 'arrangement_asymmetry_horizontal',
    range: '>= 0',
    formula: `sum of absolute differences of the left half, mirrored, to the right half ${map}, over half the pixels`,
    ...overgoor,
    ...undefinedIf('or it is one pixel wide, or as above'),
  },
  {
    name: 'arrangement_asymmetry_vertical',
    range: '>= 0',
    formula: `the same of the upper half and the lower half`,
    ...overgoor,
    ...undefinedIf('or it is one pixel high, or as above'),
  },
])

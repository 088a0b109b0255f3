import type { Variable } from '../entry.ts'
import { measuredFamily, published, undefinedIf } from './entries.ts'

const rosenholtz = {
  ...published('Rosenholtz, Li & Nakano (2007), feature congestion; constants and filters of the authors’ code'),
  ...undefinedIf('or it is more than 65,792 px high'),
  version: 2,
}
const around =
  'at 256 px on the longer side, the largest of three scales; depends on size, so that values of whole photos differ: the family feature_congestion has those'

/** Clutter: how much features vary around each pixel. */
export const clutterEntries: Variable[] = measuredFamily('clutter', [
  {
    name: 'clutter',
    curated: true,
    range: '>= 0',
    formula: `feature congestion: clutter_colour / 0.2088 + clutter_contrast / 0.0660 + clutter_orientation / 0.0269, ${around}`,
    ...rosenholtz,
  },
  {
    name: 'clutter_colour',
    range: '>= 0',
    formula: `mean sixth root of the determinant of the covariance of CIELAB around each pixel (Gaussian, sigma 3), ${around}`,
    ...rosenholtz,
  },
  {
    name: 'clutter_contrast',
    range: '>= 0',
    formula: `mean standard deviation around each pixel (Gaussian, sigma 3) of the difference of two Gaussians of lightness, ${around}`,
    ...rosenholtz,
  },
  {
    name: 'clutter_orientation',
    range: '>= 0',
    formula: `mean fourth root of the determinant of the covariance of cos and sin of twice the orientation around each pixel (Gaussian, sigma 14), ${around}`,
    ...rosenholtz,
  },
])

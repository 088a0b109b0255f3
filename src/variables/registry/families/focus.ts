import type { Variable } from '../entry.ts'
import { asCurated, athec, imageAnalyzer, measuredFamily, overgoor, published, undefinedIf } from './entries.ts'

const small = undefinedIf('or a side is below 3 px')
const few = undefinedIf('or a side is below 4 px, or nothing in it is sharp')
const middle = 'mean of the four blocks in the middle of 4 x 4 / mean of all sixteen'

/** Sharpness, noise, depth of field. `sharpness` (core) is the variance of the Laplacian. */
export const focusEntries: Variable[] = measuredFamily('focus', [
  {
    name: 'sharpness_laplacian_sd',
    range: '>= 0',
    formula: 'standard deviation of the Laplacian: the root of sharpness',
    ...athec,
  },
  {
    name: 'sharpness_local',
    range: '>= 0',
    formula:
      'maximum local variation: standard deviation of the largest difference to the 8 neighbours, borders left out',
    ...published('Bahrami & Kot (2014), as Athec'),
    ...asCurated,
  },
  {
    name: 'laplacian_mean',
    unit: '0-255',
    range: '0 to 255',
    formula: 'mean absolute 8-neighbour Laplacian / 8 of rounded luma, inside the borders (luminance2)',
    ...overgoor,
    ...small,
  },
  {
    name: 'laplacian_mean_products',
    unit: '0-255',
    range: '0 to 255',
    formula: 'the same of 0.299 R + 0.587 G + 0.114 B with every product rounded (luminance3)',
    ...overgoor,
    ...small,
  },
  {
    name: 'noise',
    unit: 'grey levels',
    range: '>= 0',
    formula:
      "standard deviation of noise by the difference of two Laplacians' mean absolute response, inside the borders",
    ...published('Immerkær (1996)'),
    ...asCurated,
    ...small,
  },
  {
    name: 'noise_padded',
    unit: 'grey levels',
    range: '>= 0',
    formula: 'the same over black padding of one pixel, which raises it at the borders',
    ...imageAnalyzer,
    ...small,
  },
  {
    name: 'depth_of_field_laplacian',
    unit: 'ratio',
    range: '0 to 4',
    formula: `standard deviation of the Laplacian a block: ${middle}`,
    ...athec,
    ...few,
  },
  {
    name: 'depth_of_field_local',
    unit: 'ratio',
    range: '0 to 4',
    formula: `maximum local variation a block: ${middle}`,
    ...athec,
    ...few,
  },
  ...(['hue', 'saturation', 'value'] as const).map((channel) => ({
    name: `depth_of_field_${channel}`,
    unit: '0-1',
    range: '0 to 1',
    formula: `share of the Haar wavelet's details of HSV ${channel} (8 bits) that lies in the middle 4 of 4 x 4 cells`,
    ...published('Datta et al. (2006), as Image Analyzer'),
    curated: channel !== 'hue',
    ...few,
  })),
])

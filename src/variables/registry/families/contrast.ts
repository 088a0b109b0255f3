import type { Variable } from '../entry.ts'
import { asCurated, athec, imageAnalyzer, measuredFamily, overgoor, published, share, undefinedIf } from './entries.ts'

const levels = { unit: 'grey levels', type: 'int' } as const

/** Contrast as the field means it: `contrast` (core) is the spread of luma, these are the others. */
export const contrastEntries: Variable[] = measuredFamily('contrast', [
  {
    name: 'contrast_rms',
    unit: '0-1',
    range: '0 to 0.5',
    formula: 'standard deviation (population) of the 256 grey levels / 255: root mean square contrast',
    ...published('Peli (1990); imagefluency'),
    ...asCurated,
  },
  {
    name: 'contrast_value_2sd',
    unit: '0-1',
    range: '0 to 1',
    formula: 'twice the standard deviation (population) of HSV value',
    ...imageAnalyzer,
    ...asCurated,
  },
  {
    name: 'contrast_saturation_sd',
    unit: '0-1',
    range: '0 to 0.708',
    formula: 'sample standard deviation of HSV saturation, which that code calls contrast',
    ...overgoor,
    ...undefinedIf('or there is one pixel only'),
  },
  {
    name: 'contrast_90',
    ...levels,
    range: '1 to 256',
    formula: 'length of the shortest run of grey levels that holds more than 90 % of the pixels',
    ...athec,
    ...asCurated,
  },
  { name: 'contrast_90_low', ...levels, range: '0 to 255', formula: 'first level of that run', ...athec },
  { name: 'contrast_90_high', ...levels, range: '0 to 255', formula: 'last level of that run', ...athec },
  {
    name: 'clarity',
    ...share,
    formula: 'pixels with HSV value above 0.7',
    ...published('Wang et al. (2013), as Image Analyzer and Overgoor et al. (2022)'),
    ...asCurated,
  },
  {
    name: 'contrast_peaks',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula:
      'peaks of the histogram of grey levels: larger than 20 levels on either side, after Savitzky-Golay (window 51, degree 5)',
    ...athec,
  },
  {
    name: 'contrast_peak_levels',
    ...levels,
    type: 'floats',
    range: '0 to 255',
    formula: 'where those peaks lie',
    ...athec,
  },
  {
    name: 'contrast_peak_distance',
    ...levels,
    range: '1 to 255',
    formula: 'levels between the first and the last of those peaks',
    ...athec,
    ...undefinedIf('or there are fewer than two peaks'),
  },
])

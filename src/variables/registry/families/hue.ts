import type { Variable } from '../entry.ts'
import { asCurated, athec, imageAnalyzer, measuredFamily, overgoor, share, undefinedIf } from './entries.ts'

/** Hue. `warm_share` and `cool_share` (core) are our own; the field's two others contradict each other. */
export const hueEntries: Variable[] = measuredFamily('hue', [
  {
    name: 'hue_mean',
    unit: 'degrees',
    range: '0 to 360',
    formula: 'circular mean of HSV hue (8 bits, half degrees), all pixels, grey ones as red',
    ...athec,
    ...asCurated,
    ...undefinedIf('or all directions cancel out'),
  },
  {
    name: 'hue_sd',
    unit: 'degrees',
    range: '>= 0',
    formula: 'circular standard deviation of HSV hue, sqrt(-2 ln R), R the length of the mean direction',
    ...athec,
    ...asCurated,
    ...undefinedIf('or all directions cancel out'),
  },
  {
    name: 'hue_count',
    type: 'int',
    unit: 'count',
    range: '0 to 20',
    formula:
      'hue bins of 18 degrees with more than 5 % of the largest, over pixels with saturation >= 0.2 and value 0.15 to 0.95',
    ...athec,
    ...asCurated,
  },
  {
    name: 'hue_cold_image_analyzer',
    ...share,
    formula: 'pixels with hues of 30 to 110 degrees (8 bits), which are yellow to green; that tool calls them cold',
    ...imageAnalyzer,
  },
  {
    name: 'hue_warm_image_analyzer',
    ...share,
    formula: 'all other pixels, grey and blue ones among them; that tool calls them warm',
    ...imageAnalyzer,
  },
  {
    name: 'hue_warm_overgoor',
    version: 2,
    ...share,
    formula: 'coloured pixels with hues of 30 to 110 degrees (exact), which that code calls warm',
    ...overgoor,
  },
])

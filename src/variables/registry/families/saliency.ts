import type { Variable } from '../entry.ts'
import { asCurated, athec, imageAnalyzer, measuredFamily, published, undefinedIf, zeroToOne } from './entries.ts'

const flat = undefinedIf('or nothing stands out: 64 x 64 pixels of it are of one grey')
const map = published('Hou & Zhang (2007), as OpenCV')
const side = { unit: 'share of the side', range: '0 to 1' }
const held = { unit: 'share of the saliency', range: '0 to 1' }
const ofBytes = 'of the map in 256 steps'

/** The spectral residual's map of saliency: how much, where, how wide. */
export const saliencyEntries: Variable[] = measuredFamily(
  'saliency',
  [
    { name: 'saliency_mean', ...zeroToOne, formula: 'mean of the map, whose maximum is 1', ...map, ...asCurated },
    { name: 'saliency_x', ...side, formula: 'centre of the map from the left, pixel centres', ...map, ...asCurated },
    { name: 'saliency_y', ...side, formula: 'centre of the map from the top, pixel centres', ...map, ...asCurated },
    {
      name: 'saliency_spread_x',
      unit: 'share of the side',
      range: '0 to 0.5',
      formula: 'standard deviation of the map across',
      ...asCurated,
    },
    {
      name: 'saliency_spread_y',
      unit: 'share of the side',
      range: '0 to 0.5',
      formula: 'standard deviation of the map down',
      ...asCurated,
    },
    { name: 'saliency_total', ...zeroToOne, formula: `mean ${ofBytes}`, ...athec },
    {
      name: 'saliency_block',
      unit: 'share of blocks',
      range: '0.01 to 1',
      formula:
        'share of 10 x 10 blocks, heaviest first, that hold 70 % of the saliency; Athec counts blocks without any first, by mistake',
      ...athec,
      ...asCurated,
    },
    {
      name: 'saliency_centre_distance_x',
      ...side,
      formula: `distance of the centre ${ofBytes} (pixels counted from 1) to the middle, across`,
      ...athec,
    },
    { name: 'saliency_centre_distance_y', ...side, formula: 'the same, down', ...athec },
    {
      name: 'saliency_centre_distance',
      range: '0 to 0.75',
      formula: 'root of the sum of squares of both',
      ...athec,
    },
    {
      name: 'saliency_thirds_x',
      ...side,
      formula: 'distance of that centre to the nearer vertical line of thirds',
      ...athec,
    },
    { name: 'saliency_thirds_y', ...side, formula: 'the same to the horizontal lines', ...athec },
    {
      name: 'saliency_thirds',
      range: '0 to 0.75',
      formula: 'distance of that centre to the nearest crossing of lines of thirds, each axis in its own side',
      ...athec,
    },
    { name: 'saliency_band_left', ...held, formula: 'from 1/4 to 5/12 of the width', ...athec },
    { name: 'saliency_band_right', ...held, formula: 'from 7/12 to 3/4 of the width', ...athec },
    { name: 'saliency_band_upper', ...held, formula: 'from 1/4 to 5/12 of the height', ...athec },
    { name: 'saliency_band_lower', ...held, formula: 'from 7/12 to 3/4 of the height', ...athec },
    { name: 'saliency_band_vertical', ...held, formula: 'the larger of left and right band', ...athec },
    { name: 'saliency_band_horizontal', ...held, formula: 'the larger of upper and lower band', ...athec },
    { name: 'saliency_band_crossings', ...held, formula: 'the largest of the four crossings of the bands', ...athec },
    {
      name: 'balance_vertical',
      ...zeroToOne,
      formula: '1 - distance of the centre of saliency (pixels from 0) to the middle over half the height',
      ...imageAnalyzer,
      ...asCurated,
    },
    { name: 'balance_horizontal', ...zeroToOne, formula: 'the same across', ...imageAnalyzer, ...asCurated },
    {
      name: 'diagonal_dominance',
      ...zeroToOne,
      formula:
        '1 - distance of the centre of saliency to the nearer diagonal over width · height / diagonal; the family superpixels has that of Image Analyzer, of the most salient superpixel',
      source: 'our own, after Wang et al. (2013)',
      ...asCurated,
    },
    {
      name: 'rule_of_thirds',
      ...zeroToOne,
      formula:
        '1 - distance of the centre of saliency to the nearest of the four points of thirds over a third of the diagonal, at least 0; of superpixels as above',
      source: 'our own, after Datta et al. (2006)',
      ...asCurated,
    },
  ].map((entry) => ({ ...entry, ...flat })),
)

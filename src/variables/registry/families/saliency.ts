import type { Variable } from '../entry.ts'
import { asCurated, imageAnalyzer, measuredFamily, published, undefinedIf, zeroToOne } from './entries.ts'
import { mapEntries } from './saliency-map.ts'

const flat = undefinedIf('or nothing stands out: 64 x 64 pixels of it are of one grey')
const map = published(
  'Hou & Zhang (2007), as OpenCV 4.11, which adds 1 to lengths before their logarithm, and takes angles by a polynomial',
)
const side = { unit: 'share of the side', range: '0 to 1' }

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
    ...mapEntries('saliency', ['block']),
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
  ].map((entry) => ({ ...entry, ...flat, version: 3 })),
)

import type { Variable } from '../entry.ts'
import { asCurated, athec } from './entries.ts'

const side = { unit: 'share of the side', range: '0 to 1' }
const held = { unit: 'share of the saliency', range: '0 to 1' }

type Entry = Pick<Variable, 'name' | 'formula'> & Partial<Variable>

/**
 * Athec's measures of a map of saliency in 256 steps, as `saliency-measures.ts` gives them.
 * @param name what the columns begin with
 * @param curated those of them that the curated set has, without that beginning
 */
export function mapEntries(name: string, curated: readonly string[]): Entry[] {
  return entries.map((entry) => ({
    ...entry,
    ...athec,
    ...(curated.includes(entry.name) ? asCurated : {}),
    name: `${name}_${entry.name}`,
  }))
}

const entries: Entry[] = [
  { name: 'total', unit: '0-1', range: '0 to 1', formula: 'mean of the map in 256 steps' },
  {
    name: 'block',
    unit: 'share of blocks',
    range: '0.01 to 1',
    formula:
      'share of 10 x 10 blocks, heaviest first, that hold 70 % of the saliency; Athec counts blocks without any first, by mistake',
  },
  { name: 'centre_x', ...side, formula: 'centre of the map in 256 steps from the left, pixels counted from 1' },
  { name: 'centre_y', ...side, formula: 'the same from the top' },
  { name: 'centre_distance_x', ...side, formula: 'distance of that centre to the middle, across' },
  { name: 'centre_distance_y', ...side, formula: 'the same, down' },
  { name: 'centre_distance', range: '0 to 0.75', formula: 'root of the sum of squares of both' },
  { name: 'thirds_x', ...side, formula: 'distance of that centre to the nearer vertical line of thirds' },
  { name: 'thirds_y', ...side, formula: 'the same to the horizontal lines' },
  {
    name: 'thirds',
    range: '0 to 0.75',
    formula: 'distance of that centre to the nearest crossing of lines of thirds, each axis in its own side',
  },
  { name: 'band_left', ...held, formula: 'from 1/4 to 5/12 of the width' },
  { name: 'band_right', ...held, formula: 'from 7/12 to 3/4 of the width' },
  { name: 'band_upper', ...held, formula: 'from 1/4 to 5/12 of the height' },
  { name: 'band_lower', ...held, formula: 'from 7/12 to 3/4 of the height' },
  { name: 'band_vertical', ...held, formula: 'the larger of left and right band' },
  { name: 'band_horizontal', ...held, formula: 'the larger of upper and lower band' },
  { name: 'band_upper_left', ...held, formula: 'where the upper and the left band cross' },
  { name: 'band_upper_right', ...held, formula: 'where the upper and the right band cross' },
  { name: 'band_lower_left', ...held, formula: 'where the lower and the left band cross' },
  { name: 'band_lower_right', ...held, formula: 'where the lower and the right band cross' },
  { name: 'band_crossings', ...held, formula: 'the largest of the four crossings of the bands' },
]

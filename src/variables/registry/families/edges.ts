import type { Variable } from '../entry.ts'
import { asCurated, athec, measuredFamily, published, share, undefinedIf } from './entries.ts'

const tooLong = 'or a side is longer than 65,534 px'
const lines = { type: 'int', unit: 'count', range: '>= 0', ...athec, ...undefinedIf(tooLong) } as const
const own = { source: 'our own, of the lines of Athec' }

/** Edges and straight lines. `edge_density` (core) is without blur. */
export const edgeEntries: Variable[] = measuredFamily('edges', [
  {
    name: 'otsu_threshold',
    type: 'int',
    unit: 'grey levels',
    range: '0 to 255',
    formula: 'level that parts the grey levels into two classes with the largest variance between them',
    ...published('Otsu (1979), as OpenCV'),
  },
  {
    name: 'edge_density_blurred',
    ...share,
    formula: 'edge pixels of Canny after a 5 x 5 Gaussian blur, thresholds by Otsu of the blurred picture / all pixels',
    ...athec,
    ...asCurated,
  },
  {
    name: 'edge_density_100_200',
    ...share,
    formula: 'edge pixels of Canny with thresholds 100 and 200, no blur / all pixels',
    ...published('Canny (1986), as OpenCV with the thresholds of its examples'),
    ...asCurated,
  },
  {
    name: 'lines',
    ...lines,
    formula:
      'straight lines of at least 10 px among those edges after blur (probabilistic Hough, 1 px, 2 degrees, gaps of 2 px)',
    ...asCurated,
  },
  { name: 'lines_horizontal', ...lines, formula: 'lines within 10 degrees of level', ...asCurated },
  { name: 'lines_vertical', ...lines, formula: 'lines within 10 degrees of upright', ...asCurated },
  { name: 'lines_slanted', ...lines, formula: 'all other lines' },
  {
    name: 'line_orientation',
    unit: 'degrees',
    range: '0 to 180',
    formula: 'mean direction of the lines by length, anticlockwise from level',
    ...own,
    ...asCurated,
    ...undefinedIf(`or there is no line, or directions cancel out, ${tooLong}`),
  },
  {
    name: 'line_alignment',
    unit: '0-1',
    range: '0 to 1',
    formula: 'length of that mean direction: 1 if all lines are parallel',
    ...own,
    ...asCurated,
    ...undefinedIf(`or there is no line, ${tooLong}`),
  },
])

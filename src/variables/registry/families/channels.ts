import type { Variable } from '../entry.ts'
import { athec, measuredFamily, undefinedIf } from './entries.ts'

const channels = {
  red: 'red, sRGB',
  green: 'green, sRGB',
  blue: 'blue, sRGB',
  hsv_h: 'HSV hue in half degrees (0 to 179)',
  hsv_s: 'HSV saturation times 255',
  hsv_v: 'HSV value times 255',
  hls_h: 'HLS hue in half degrees (0 to 180)',
  hls_l: 'HLS lightness times 255',
  hls_s: 'HLS saturation times 255',
  xyz_x: 'X by the matrix of linear light, of sRGB values as they are',
  xyz_y: 'Y by the matrix of linear light, of sRGB values as they are',
  xyz_z: 'Z by the matrix of linear light, of sRGB values as they are',
  lab8_l: 'CIELAB L* times 2.55',
  lab8_a: 'CIELAB a* plus 128',
  lab8_b: 'CIELAB b* plus 128',
  grey: 'grey level (OpenCV RGB2GRAY)',
}

const eightBits = { unit: '0-255', range: '0 to 255' }
const flat = undefinedIf('or all pixels have one value')
const summaries = {
  mean: { of: 'mean', ...eightBits },
  median: { of: 'median', ...eightBits },
  sd: { of: 'standard deviation (population)', unit: '0-255', range: '0 to 127.5' },
  min: { of: 'smallest', ...eightBits },
  max: { of: 'largest', ...eightBits },
  q1: { of: 'first quartile (linear interpolation)', ...eightBits },
  q3: { of: 'third quartile (linear interpolation)', ...eightBits },
  skew: { of: 'skewness (population)', ...flat },
  kurtosis: { of: 'excess kurtosis (population)', range: '>= -2', ...flat },
  entropy: { of: 'Shannon entropy', unit: 'nats', range: '0 to 5.546' },
}

/** One a channel and summary, and hue as a circle. */
export const channelEntries: Variable[] = measuredFamily('channels', [
  ...Object.entries(channels).flatMap(([channel, what]) =>
    Object.entries(summaries).map(([summary, { of, ...rest }]) => ({
      name: `${channel}_${summary}`,
      formula: `${of} of ${what}, 8 bits`,
      ...athec,
      ...rest,
    })),
  ),
  {
    name: 'hls_h_circular_mean',
    unit: 'degrees',
    range: '0 to 360',
    formula: 'circular mean of HLS hue, all pixels, grey ones as red',
    ...athec,
    ...undefinedIf('or all directions cancel out'),
  },
  {
    name: 'hls_h_circular_sd',
    unit: 'degrees',
    range: '>= 0',
    formula: 'circular standard deviation of HLS hue, sqrt(-2 ln R)',
    ...athec,
    ...undefinedIf('or all directions cancel out'),
  },
])

import { type Channel, channelCounts, channels } from './colour-spaces.ts'
import { circular } from './hue.ts'
import type { Row } from './registry/index.ts'
import { type Summary, summaryOf } from './summary.ts'
import type { View } from './view.ts'

/**
 * The summaries of Athec (Peng 2022): mean, median, spread, range, quartiles, skewness, kurtosis and entropy of each channel
 * of six colour spaces, 8 bits a channel. Columns are `CHANNEL_SUMMARY`, as `lab8_a_median`.
 */
export function channelVariables({ palette, greyCounts, hsvCounts }: View): Row {
  const counts: Record<Channel | 'hsv_h' | 'hsv_s' | 'hsv_v' | 'grey', Uint32Array> = {
    ...channelCounts(palette),
    hsv_h: hsvCounts.hue,
    hsv_s: hsvCounts.saturation,
    hsv_v: hsvCounts.value,
    grey: greyCounts,
  }
  const row: Row = {}
  for (const name of [...channels, 'hsv_h', 'hsv_s', 'hsv_v', 'grey'] as const) {
    const summary = summaryOf(counts[name])
    for (const [kind, value] of Object.entries(summary) as [keyof Summary, number | null][]) {
      row[`${name}_${kind}`] = value
    }
  }
  const hls = circular(counts.hls_h)
  return { ...row, hls_h_circular_mean: hls.mean, hls_h_circular_sd: hls.sd }
}

import { number } from '../format.ts'
import type { Distribution } from '../queries-distributions.ts'
import { colours } from './colours.ts'
import type { Chart } from './render.ts'

/** A small histogram, for rows of many: no axis but the two ends. */
export function histogramChart({ counts, min, max }: Distribution): Chart {
  const ends = new Map([
    [0, number(min)],
    [counts.length - 1, number(max)],
  ])
  return {
    width: 220,
    height: 96,
    option: {
      grid: { left: 4, right: 4, top: 4, bottom: 22 },
      xAxis: {
        type: 'category',
        data: counts.map((_, bin) => ends.get(bin) ?? ''),
        axisLine: { lineStyle: { color: colours.rule } },
        axisTick: { show: false },
        axisLabel: {
          color: colours.muted,
          fontSize: 12,
          interval: 0,
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
        },
      },
      yAxis: { type: 'value', show: false },
      series: [{ type: 'bar', clip: false, data: counts, itemStyle: { color: colours.accent }, barCategoryGap: '8%' }],
    },
  }
}

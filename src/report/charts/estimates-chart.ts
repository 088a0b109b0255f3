import type { CustomSeriesRenderItem } from 'echarts/types/dist/shared'
import { short } from '../format.ts'
import type { Estimate } from '../statistics/interval.ts'
import { colours } from './colours.ts'
import type { Chart } from './render.ts'

export interface EstimateRow {
  name: string
  estimate: Estimate
}

const rowHeight = 30
const left = 104

/** Points with their intervals, one row a brand, the first on top; a row without a value stays empty. */
export function estimatesChart(rows: readonly EstimateRow[], format: (value: number) => string): Chart {
  const width = 380
  const height = rows.length * rowHeight + 34
  const ends = rows.flatMap(({ estimate: { value, interval } }) => [value ?? 0, interval?.high ?? 0])
  return {
    width,
    height,
    option: {
      grid: { left, right: 22, top: 4, bottom: 30 },
      xAxis: {
        type: 'value',
        min: 0,
        ...axisEnd(Math.max(...ends)),
        splitNumber: 4,
        axisLabel: { color: colours.muted, fontSize: 12, formatter: format, hideOverlap: true },
        splitLine: { lineStyle: { color: colours.rule } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ name }) => short(name, 14)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colours.ink, fontSize: 13 },
      },
      series: [
        {
          type: 'custom',
          renderItem: drawEstimate,
          data: rows.flatMap(({ estimate: { value, interval } }, row) =>
            value === null ? [] : [[value, row, interval?.low ?? value, interval?.high ?? value]],
          ),
          encode: { x: [0, 2, 3], y: 1 },
        },
      ],
    },
  }
}

/** Shares end at 1 when they come near it; for the rest, ECharts finds a round number. */
function axisEnd(largest: number): { max?: number; interval?: number } {
  return largest === 0 || (largest > 0.8 && largest <= 1) ? { max: 1, interval: 0.25 } : {}
}

const drawEstimate: CustomSeriesRenderItem = (_, api) => {
  const at = (dimension: number) => api.coord([api.value(dimension), api.value(1)])
  const [[x = 0, y = 0], [low = 0], [high = 0]] = [at(0), at(2), at(3)] as [number[], number[], number[]]
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x: low, y: y - 3, width: Math.max(0, high - low), height: 6, r: 3 },
        style: { fill: colours.quiet },
      },
      { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: colours.accent } },
    ],
  }
}

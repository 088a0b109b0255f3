import { colours } from '../report/charts/colours.ts'
import type { Chart } from '../report/charts/render.ts'
import type { Interrupted } from './interrupted.ts'
import { valueText } from './outcome-text.ts'
import type { Span } from './periods.ts'
import type { Outcome } from './posts-sql.ts'

/** The periods' means as points, the fitted trend before and after as lines, and the trend before, continued, dashed. */
export function seriesChart(outcome: Outcome, { fitted }: Interrupted, span: Span): Chart {
  const line = (points: [number, number][], colour: string, type: 'solid' | 'dashed') => ({
    type: 'line',
    clip: false,
    showSymbol: false,
    data: points,
    lineStyle: { color: colour, width: 2, type },
  })
  const before = fitted.filter(({ index }) => index < 0)
  const after = fitted.filter(({ index }) => index >= 0)
  return {
    width: 640,
    height: 260,
    option: {
      grid: { left: 60, right: 16, top: 12, bottom: 44 },
      xAxis: {
        type: 'value',
        min: fitted[0]?.index ?? 0,
        max: fitted.at(-1)?.index ?? 0,
        minInterval: 1,
        name: `${span === 'month' ? 'periods of 28 days' : `${span}s`} from the event`,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { color: colours.muted, fontSize: 12 },
        axisLine: { lineStyle: { color: colours.rule }, onZero: false },
        axisLabel: { color: colours.muted, fontSize: 12 },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        scale: outcome !== 'share',
        splitNumber: 4,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colours.muted, fontSize: 12, formatter: (value: number) => valueText(outcome, value) },
        splitLine: { lineStyle: { color: colours.rule } },
      },
      series: [
        {
          type: 'line',
          clip: false,
          symbol: 'circle',
          symbolSize: 6,
          showSymbol: true,
          lineStyle: { width: 0 },
          itemStyle: { color: colours.muted },
          data: fitted.map(({ index, value }) => [index, value]),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: colours.muted, width: 1, type: 'solid' },
            data: [{ xAxis: -0.5 }],
          },
        },
        line(
          after.map(({ index, without }) => [index, without]),
          colours.muted,
          'dashed',
        ),
        line(
          before.map(({ index, fitted: value }) => [index, value]),
          colours.accent,
          'solid',
        ),
        line(
          after.map(({ index, fitted: value }) => [index, value]),
          colours.accent,
          'solid',
        ),
      ],
    },
  }
}

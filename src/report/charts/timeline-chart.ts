import { allStarts, type Timeline } from '../queries-time.ts'
import { colours, seriesColours } from './colours.ts'
import type { Chart } from './render.ts'

/** Images over time as bars, and images that show each brand as lines. At most five brands are drawn. */
export function timelineChart(
  { span, periods, brands: cells }: Timeline,
  brands: readonly string[],
  width: number,
): Chart {
  const starts = allStarts(periods[0]?.start ?? '', periods.at(-1)?.start ?? '', span)
  const images = new Map(periods.map(({ start, images }) => [start, images]))
  const drawn = brands.slice(0, seriesColours.length)
  const wide = width > 500
  return {
    width,
    height: wide ? 280 : 240,
    option: {
      grid: { left: 40, right: 12, top: 12, bottom: 28 },
      xAxis: {
        type: 'category',
        data: starts.map((start) => shortDate(start, span)),
        axisLine: { lineStyle: { color: colours.rule } },
        axisTick: { show: false },
        axisLabel: {
          color: colours.muted,
          fontSize: 12,
          interval: Math.max(0, Math.ceil(starts.length / (wide ? 8 : 3)) - 1),
        },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { color: colours.muted, fontSize: 12 },
        splitLine: { lineStyle: { color: colours.rule } },
      },
      series: [
        {
          type: 'bar',
          clip: false,
          data: starts.map((start) => images.get(start) ?? 0),
          itemStyle: { color: colours.quiet },
          barCategoryGap: starts.length > 60 ? '10%' : '25%',
          barMaxWidth: 48,
        },
        ...drawn.map((brand, index) => {
          const found = new Map(
            cells.filter((cell) => cell.brand === brand).map(({ start, images }) => [start, images]),
          )
          return {
            type: 'line',
            clip: false,
            data: starts.map((start) => found.get(start) ?? 0),
            symbol: 'circle',
            showSymbol: starts.length <= 40,
            symbolSize: 6,
            lineStyle: { color: seriesColours[index], width: 2 },
            itemStyle: { color: seriesColours[index] },
          }
        }),
      ],
    },
  }
}

function shortDate(start: string, span: Timeline['span']): string {
  if (span === 'year') return start.slice(0, 4)
  return span === 'month' ? start.slice(0, 7) : start
}

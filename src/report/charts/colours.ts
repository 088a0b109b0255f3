/**
 * Colours of the charts. ECharts must be given plain colours; each of these stands for a variable of the style sheet, which
 * has a light and a dark value, and is put in its place when the chart is written.
 */
export const colours = {
  ink: '#0a0001',
  muted: '#0a0002',
  rule: '#0a0003',
  paper: '#0a0004',
  accent: '#0a0005',
  quiet: '#0a0006',
  series1: '#0a0011',
  series2: '#0a0012',
  series3: '#0a0013',
  series4: '#0a0014',
  series5: '#0a0015',
} as const

export const seriesColours = [
  colours.series1,
  colours.series2,
  colours.series3,
  colours.series4,
  colours.series5,
] as const

/** Stand-in colours become variables of the style sheet. */
export function themed(svg: string): string {
  let text = svg
  for (const [name, colour] of Object.entries(colours)) text = text.replaceAll(`"${colour}"`, `"var(--${name})"`)
  return text
}

import type { EChartsCoreOption } from 'echarts/core'
import { escapeHtml, type Markup, trusted } from '../html/markup.ts'
import { themed } from './colours.ts'

/** A chart to draw: what ECharts takes, at a size in px. */
export interface Chart {
  option: EChartsCoreOption
  width: number
  height: number
}

export type Draw = (chart: Chart, label: string) => Markup

/**
 * Loads ECharts, once. What it draws is an inline SVG without script, style sheet, address or id, so that the page's
 * Content-Security-Policy need allow nothing for it; `label` is what a screen reader says in its place.
 */
export async function openCharts(): Promise<Draw> {
  const { init } = await import('./echarts.ts')
  return ({ option, width, height }, label) => {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
    try {
      chart.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...option })
      return trusted(inlined(chart.renderToSVGString(), { width, height, label }))
    } finally {
      // It holds a timer: without this the process would not end.
      chart.dispose()
    }
  }
}

function inlined(svg: string, { width, height, label }: { width: number; height: number; label: string }): string {
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<(style|defs)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/ (?:class="zr[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*"|clip-path="[^"]*")/g, '')
    .replace(/<rect[^>]*fill="none"[^>]*><\/rect>/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
    .replace(/ d="[^"]*"/g, (path) => path.replace(/(\.\d)\d+/g, '$1'))
    .replaceAll('\n', '')
  const open = `<svg role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`
  return `${open}${themed(body)}</svg>`
}

/** Inline styles as attributes of SVG, which a strict policy allows. */
function attributes(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name, value]) => name && value && !/^(font-family|user-select|-webkit-user-select)$/.test(name.trim()))
    .map(([name = '', value = '']) => ` ${name.trim()}="${value.trim()}"`)
    .join('')
}

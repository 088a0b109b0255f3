import { besideCell, byGroup, momentCells, momentsOn } from './cells.ts'
import type { Table3 } from './table3.ts'

/**
 * Table 3 as a LaTeX table for `\input`, with its notes below. It needs the packages booktabs and graphicx (wide tables are
 * shrunk to the line), and an engine that reads UTF-8.
 */
export function table3Latex({ platforms, rows, beside, notes }: Table3): string {
  const columns = 1 + 4 * platforms.length + beside.length
  const group = (name: string): string => `\\multicolumn{${columns}}{l}{\\textit{${text(name)}}} \\\\`
  const heads = platforms.map((name) => `\\multicolumn{4}{c}{${text(name)}}`)
  const rules = platforms.map((_, index) => `\\cmidrule(lr){${2 + 4 * index}-${5 + 4 * index}}`)
  const lines = byGroup(rows).flatMap(({ group: name, rows: own }) => [
    group(name),
    ...own.map((row) => {
      const label = `\\quad ${text(row.label)}${row.inferred ? '\\textsuperscript{i}' : ''}`
      const cells = platforms.flatMap((platform) => momentCells(momentsOn(row, platform), row.form))
      return line([label, ...[...cells, ...beside.map((column) => besideCell(column, row))].map(text)])
    }),
  ])
  return [
    '% Needs \\usepackage{booktabs,graphicx}.',
    '\\begin{table}',
    '\\centering',
    '\\caption{Means and standard deviations by platform}',
    '\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `\\begin{tabular}{l${'r'.repeat(4 * platforms.length)}${'l'.repeat(beside.length)}}`,
    '\\toprule',
    line(['', ...heads, ...beside.map(({ name }) => text(name))]),
    rules.join(' '),
    line(['Variable', ...platforms.flatMap(() => ['M', 'SD', '$n$', 'missing']), ...beside.map(() => 'M (SD)')]),
    '\\midrule',
    ...lines,
    '\\bottomrule',
    '\\end{tabular}}',
    '',
    `\\par\\smallskip\\footnotesize\\raggedright Notes: ${notes.map(text).join(' ')}`,
    '\\end{table}',
    '',
  ].join('\n')
}

const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '–': '--',
  '\u202f': '\\,',
  '\u00a0': '~',
  ⁱ: '\\textsuperscript{i}',
}

function text(value: string): string {
  return value
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\~^−–\u202f\u00a0ⁱ]|[&%$#_{}]/g, (sign) => special[sign] ?? `\\${sign}`)
}

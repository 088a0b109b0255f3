import { besideCell, byGroup, momentCells, momentsOn } from './cells.ts'
import type { Table3 } from './table3.ts'

/** Table 3 as a Markdown table, with its notes below. */
export function table3Markdown({ platforms, rows, beside, notes }: Table3): string {
  const names = platforms.flatMap((platform) => [`${platform} M`, 'SD', 'n', 'missing'])
  const header = ['Variable', ...names, ...beside.map(({ name }) => `${name} M (SD)`)]
  const rule = header.map((_, index) => (index === 0 ? ':--' : '--:'))
  const lines = byGroup(rows).flatMap(({ group, rows: own }) => [
    [`**${text(group)}**`, ...header.slice(1).map(() => '')],
    ...own.map((row) => [
      `${text(row.label)}${row.inferred ? ' ⁱ' : ''}`,
      ...platforms.flatMap((platform) => momentCells(momentsOn(row, platform), row.form)),
      ...beside.map((column) => text(besideCell(column, row))),
    ]),
  ])
  const table = [header.map(text), rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `${table}\n\n${notes.map(text).join('\n\n')}\n`
}

/** What would end a cell or begin markup, escaped; a line break is a space. */
function text(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[\\|*_`<>[\]#]/g, '\\$&')
}

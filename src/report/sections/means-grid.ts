import { html, type Markup } from '../html/markup.ts'
import type { MeansRow } from '../queries-platforms.ts'
import { byGroup, momentCells, momentsOn } from '../table3/cells.ts'

export interface MeansGrid<Row extends MeansRow> {
  caption: string
  platforms: readonly string[]
  rows: readonly Row[]
  /** What stands behind a row's name. */
  mark?: (row: Row) => string
  /** Columns at the end. */
  last?: readonly { name: string; cell: (row: Row) => string }[]
}

/** Means and standard deviations: a line a variable, four columns a platform. */
export function meansGrid<Row extends MeansRow>({ caption, platforms, rows, mark, last = [] }: MeansGrid<Row>): Markup {
  const columns = 1 + 4 * platforms.length + last.length
  const line = (row: Row): Markup => {
    const cells = platforms.flatMap((platform) => momentCells(momentsOn(row, platform), row.form))
    const all = [...cells, ...last.map(({ cell }) => cell(row))]
    return html`<tr><th scope="row">${row.label}${mark?.(row)}</th>${all.map((cell) => html`<td class="n">${cell}</td>`)}</tr>\n`
  }
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="means"><caption>${caption}</caption>
<thead><tr><td></td>${platforms.map((platform) => html`<th scope="colgroup" colspan="4">${platform}</th>`)}${last.map(() => html`<td></td>`)}</tr>
<tr><th scope="col">Variable</th>${platforms.map(() => ['M', 'SD', 'n', 'Missing'].map((name) => html`<th scope="col" class="n">${name}</th>`))}${last.map(({ name }) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead>
${byGroup(rows).map(
  ({ group, rows: own }) => html`<tbody><tr><th scope="rowgroup" class="group" colspan="${columns}">${group}</th></tr>
${own.map(line)}</tbody>`,
)}</table></div>`
}

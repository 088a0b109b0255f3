import { note, type Section } from '../html/blocks.ts'
import { html } from '../html/markup.ts'
import { besideCell } from '../table3/cells.ts'
import type { Table3, Table3Row } from '../table3/table3.ts'
import { meansGrid } from './means-grid.ts'

/** Table 3 of Hartmann et al. (2021) for this dataset, with what is known of the published one beside it. */
export function table3Section({ platforms, rows, beside, notes }: Table3): Section {
  // Without posts there is nothing to say of posts.
  const shown = rows.filter(({ moments }) => moments.length > 0)
  const body =
    platforms.length === 0
      ? html`<p>There is no measured image and no post, so there are no means.</p>`
      : [
          html`<p>The variables of Table 3 of Hartmann, Heitmann, Schamp &amp; Netzer (2021), so that a dataset can be set beside theirs. <code>limelight report OUT --table3</code> writes it alone, for a paper.</p>`,
          meansGrid({
            caption: 'Means and standard deviations by platform',
            platforms,
            rows: shown,
            mark: ({ inferred }) => (inferred ? '\u00a0ⁱ' : ''),
            last: beside.map((column) => ({ name: column.name, cell: (row: Table3Row) => besideCell(column, row) })),
          }),
          notes.map((text) => note(text)),
        ]
  return { id: 'table3', title: 'Table 3: means by platform', body }
}

import type { BesideColumn } from './beside.ts'
import { momentsOn } from './cells.ts'
import type { Table3 } from './table3.ts'

/**
 * Table 3 as CSV, a line a variable, for other programs: numbers in full, shares from 0 to 1, empty where there is none.
 * The notes are not part of it.
 */
export function table3Csv({ platforms, rows, beside }: Table3): string {
  const measured = platforms.flatMap((platform) =>
    ['mean', 'sd', 'n', 'missing'].map((name) => text(`${platform} ${name}`)),
  )
  const others = beside.map((column) => ({ ...column, width: widthOf(column) }))
  const header = ['group', 'variable', 'scale', 'definition', ...measured, ...others.flatMap(headsOf)]
  const lines = rows.map((row) =>
    [
      text(row.group),
      text(row.label),
      row.form === 'number' ? 'number' : 'share',
      row.inferred ? 'inferred' : 'own or published',
      ...platforms.flatMap((platform) => {
        const { mean = null, sd = null, n = 0, missing = 0 } = momentsOn(row, platform) ?? {}
        return [mean ?? '', sd ?? '', n, missing]
      }),
      ...others.flatMap(({ values, width }) =>
        Array.from({ length: width }, (_, index) => values.get(row.label)?.[index]).flatMap((value) => [
          value?.mean ?? '',
          value?.sd ?? '',
        ]),
      ),
    ].join(','),
  )
  return `${[header.join(','), ...lines].join('\n')}\n`
}

/** How many values the fullest cell of a column has. */
const widthOf = ({ values }: BesideColumn): number => Math.max(1, ...[...values.values()].map(({ length }) => length))

function headsOf({ name, width }: BesideColumn & { width: number }): string[] {
  const names = width === 1 ? [name] : Array.from({ length: width }, (_, index) => `${name} ${index + 1}`)
  return names.flatMap((one) => [text(`${one} mean`), text(`${one} sd`)])
}

/** A platform is named by the data: what a spreadsheet would take for a formula gets an apostrophe in front. */
function text(value: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

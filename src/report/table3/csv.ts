import { momentsOn } from './cells.ts'
import type { Table3 } from './table3.ts'

/**
 * Table 3 as CSV, a line a variable, for other programs: numbers in full, shares from 0 to 1, empty where there is none.
 * The notes are not part of it.
 */
export function table3Csv({ platforms, rows }: Table3): string {
  const measured = platforms.flatMap((platform) =>
    ['mean', 'sd', 'n', 'missing'].map((name) => text(`${platform} ${name}`)),
  )
  const header = ['group', 'variable', 'scale', 'definition', ...measured, ...publishedNames]
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
      ...(row.published?.flatMap(({ mean, sd }) => [mean, sd]) ?? publishedNames.map(() => '')),
    ].join(','),
  )
  return `${[header.join(','), ...lines].join('\n')}\n`
}

const publishedNames = ['published 1 mean', 'published 1 sd', 'published 2 mean', 'published 2 sd']

/** A platform is named by the data: what a spreadsheet would take for a formula gets an apostrophe in front. */
function text(value: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

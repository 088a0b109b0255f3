import { familyVariables } from '../../variables/registry/families.ts'
import { datasets, type Variable, variablesOf } from '../../variables/registry/index.ts'
import { count, percent } from '../format.ts'
import type { Findings } from '../gather.ts'
import { type Column, details, type Section, table } from '../html/blocks.ts'
import { html } from '../html/markup.ts'

/** Every column of every dataset, from the registry that the schema comes from, with how complete it is here. */
export function codebook({ completeness }: Findings): Section {
  const books = datasets.map((dataset) => {
    const { rows = 0, filled = {} } = completeness.find((one) => one.dataset === dataset) ?? {}
    const variables = variablesOf(dataset).filter(({ name }) => !optional.has(name) || (filled[name] ?? 0) > 0)
    const share: Column<Variable> = {
      name: 'Filled',
      right: true,
      cell: ({ name }) => (rows === 0 ? '–' : percent((filled[name] ?? 0) / rows)),
    }
    return details(
      `${dataset}: ${variables.length} columns, ${count(rows)} rows`,
      table(`Columns of ${dataset}`, [...columns, share], variables),
    )
  })
  return {
    id: 'codebook',
    title: 'Codebook',
    body: [
      html`<p>Each variable of the dataset. <em>Published</em>: a source gives the formula; <em>inferred</em>: rebuilt from published values; <em>own</em>: defined by Limelight; <em>given</em>: taken from the input. A changed formula has a new version. Families of variables that this dataset does not have are in docs/variables.md.</p>`,
      books,
    ],
  }
}

/** Families that were not chosen have no column here. */
const optional = new Set(familyVariables.map(({ name }) => name))

const columns: Column<Variable>[] = [
  { name: 'Column', heads: true, cell: ({ name }) => html`<code>${name}</code>` },
  {
    name: 'What it is',
    cell: ({ formula, range }) => html`${formula}${range && html`<br><small>Range: ${range}</small>`}`,
  },
  { name: 'Type', cell: ({ type, unit }) => html`${type}${unit && html`<br><small>${unit}</small>`}` },
  {
    name: 'Definition',
    cell: ({ definition, source }) => html`${definition}${source && html`<br><small>${source}</small>`}`,
  },
  { name: 'Empty', cell: ({ missing }) => missing },
  { name: 'Version', right: true, cell: ({ version }) => version },
]

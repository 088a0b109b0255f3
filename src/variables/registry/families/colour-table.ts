import type { Variable } from '../entry.ts'
import { colourTerms } from './colour-names.ts'
import { athec, measuredFamily, share } from './entries.ts'

const missing = 'when the image could not be measured; without the setting colourTable there is no such column'

/**
 * Shares of colour names by a table that the user brings: columns only where the setting `colourTable` names one.
 * @param table what the codebook calls it
 */
export function colourTableEntries(table = 'a file of the user’s'): Variable[] {
  const source = `the table that the setting colourTable names (${table}), as Athec does with its own`
  const ours = { source, definition: athec.definition, curated: true, missing }
  return measuredFamily('colour_table', [
    ...colourTerms.map((name) => ({
      name: `table_share_${name}`,
      ...share,
      formula: `pixels whose colour the table calls ${name}, looked up by R, G and B over 8, cut to whole numbers`,
      ...ours,
    })),
    {
      name: 'table_diversity_shannon',
      unit: 'nats',
      range: '0 to 2.08',
      formula: 'Shannon entropy of the table’s shares of the eight chromatic names (not black, grey, white) among them',
      ...ours,
      missing: `${missing}; or no pixel has a chromatic colour`,
    },
    {
      name: 'table_diversity_simpson',
      unit: '0-1',
      range: '0 to 0.875',
      formula: '1 - sum of squares of those shares',
      ...ours,
      missing: `${missing}; or no pixel has a chromatic colour`,
    },
  ])
}

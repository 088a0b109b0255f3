import type { Variable } from '../entry.ts'
import { asCurated, measuredFamily, published, share, undefinedIf } from './entries.ts'

export const colourTerms = [
  ...(['black', 'blue', 'brown', 'grey', 'green', 'orange', 'pink', 'purple', 'red', 'white', 'yellow'] as const),
] as const
const source =
  'our own limits in CIELAB, terms of Berlin & Kay (1969); Athec looks colours up in a table without a licence, which is neither that of van de Weijer et al. (2009) nor the model of Benavente et al. (2008), so that shares differ; whoever brings that table has its values in the columns table_* (setting colourTable)'
const diversity = undefinedIf('or no pixel has a chromatic colour')

/** The eleven basic colour terms. */
export const colourNameEntries: Variable[] = measuredFamily('colour_names', [
  ...colourTerms.map((name) => ({
    name: `share_${name}`,
    ...share,
    formula: `pixels that are ${name}: by CIELAB lightness below a chroma of 9, else by hue angle and lightness, on 32 x 32 x 32 cells of RGB`,
    source,
    ...asCurated,
  })),
  {
    name: 'colour_diversity_shannon',
    unit: 'nats',
    range: '0 to 2.08',
    formula: 'Shannon entropy of the shares of the eight chromatic terms among them',
    ...published('Shannon (1948), as Athec'),
    ...asCurated,
    ...diversity,
  },
  {
    name: 'colour_diversity_simpson',
    unit: '0-1',
    range: '0 to 0.875',
    formula: '1 - sum of squares of those shares',
    ...published('Simpson (1949), as Athec'),
    ...diversity,
  },
])

import { apify } from './apify.ts'
import { contentLibrary } from './content-library.ts'
import { crowdtangle } from './crowdtangle.ts'
import { fourcatItems } from './fourcat-items.ts'
import { fourcatTable } from './fourcat-table.ts'
import type { Importer, Sample } from './importer.ts'
import { reddit } from './reddit.ts'
import { zeeschuimer } from './zeeschuimer.ts'

/** Every program whose exports are known, the most particular first. */
export const importers: readonly Importer[] = [
  ...[zeeschuimer, fourcatItems, apify, contentLibrary, crowdtangle, fourcatTable, reddit],
]

/** The program that made a table, by its columns and first rows; null: nobody that is known. */
export function recognise(sample: Sample): Importer | null {
  return importers.find((importer) => importer.recognises(sample)) ?? null
}

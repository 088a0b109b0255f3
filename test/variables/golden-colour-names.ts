import { colourNames } from '../../src/variables/colour-names.ts'
import type { Ours } from './golden-names.ts'

/** Athec's colour names: compared where LIMELIGHT_ATHEC_TABLE is the path of its `athec/colordict.py`, see docs/variables.md. */
export const athecTable: Record<string, Ours> = {
  ...Object.fromEntries(colourNames.map((name) => [name === 'grey' ? 'gray' : name, `table_share_${name}`])),
  color_shannon: 'table_diversity_shannon',
  color_simpson: 'table_diversity_simpson',
}

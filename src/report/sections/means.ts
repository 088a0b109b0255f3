import type { Findings } from '../gather.ts'
import type { Section } from '../html/blocks.ts'
import { html } from '../html/markup.ts'
import { platformsOf } from '../table3/table3.ts'
import { meansGrid } from './means-grid.ts'

/** Means and standard deviations by platform of what Table 3 does not have. */
export function means(found: Findings): Section {
  const rows = found.means.filter(({ moments }) => moments.length > 0)
  const body =
    rows.length === 0
      ? html`<p>There is no measured image and no post, so there are no means.</p>`
      : meansGrid({ caption: 'Further means and standard deviations by platform', platforms: platformsOf(rows), rows })
  return { id: 'means', title: 'Further means', body }
}

import { count, number, percent } from '../format.ts'
import type { Findings } from '../gather.ts'
import { note, type Section } from '../html/blocks.ts'
import { html, type Markup, type Part } from '../html/markup.ts'
import { type MeansRow, type Moments, mostPlatforms, noPlatform } from '../queries-platforms.ts'

/** Means and standard deviations by platform, in the form of Hartmann et al. (2021), Table 3. */
export function means(found: Findings): Section {
  // Without posts there is nothing to say of posts.
  const means = found.means.filter(({ moments }) => moments.length > 0)
  const platforms = order(means)
  const body =
    platforms.length === 0
      ? html`<p>There is no measured image and no post, so there are no means.</p>`
      : [
          html`<p>In the form of Table 3 of Hartmann, Heitmann, Schamp &amp; Netzer (2021), so that a dataset can be set beside theirs. Variables whose formula had to be inferred from their table are marked ⁱ.</p>`,
          grid(means, platforms),
          note(
            `M: mean; SD: standard deviation (n − 1); n: rows with a value; missing: rows without. Engagement and post characteristics are over posts, image characteristics over measured images, brand-image types, logo size and centrality over images that show a tracked brand. Shares: M in per cent, SD of the 0/1 variable. At most ${mostPlatforms} platforms.`,
          ),
        ]
  return { id: 'means', title: 'Means by platform', body }
}

const inferred = new Set(['Logo size', 'Logo centrality', 'Visual complexity', 'Contrast'])

function order(rows: readonly MeansRow[]): string[] {
  const found = [...new Set(rows.flatMap(({ moments }) => moments.map(({ platform }) => platform)))]
  return found.sort((a, b) => Number(a === noPlatform) - Number(b === noPlatform) || a.localeCompare(b))
}

function grid(rows: readonly MeansRow[], platforms: readonly string[]): Markup {
  const caption = 'Means and standard deviations by platform'
  const groups = [...new Set(rows.map(({ group }) => group))]
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="means"><caption>${caption}</caption>
<thead><tr><td></td>${platforms.map((platform) => html`<th scope="colgroup" colspan="4">${platform}</th>`)}</tr>
<tr><th scope="col">Variable</th>${platforms.map(() => ['M', 'SD', 'n', 'Missing'].map((name) => html`<th scope="col" class="n">${name}</th>`))}</tr></thead>
${groups.map(
  (group) => html`<tbody><tr><th scope="rowgroup" class="group" colspan="${1 + 4 * platforms.length}">${group}</th></tr>
${rows.filter((row) => row.group === group).map((row) => line(row, platforms))}</tbody>`,
)}</table></div>`
}

function line({ label, form, moments }: MeansRow, platforms: readonly string[]): Markup {
  const cells = platforms.map((platform) =>
    cellsOf(
      moments.find((one) => one.platform === platform),
      form,
    ),
  )
  return html`<tr><th scope="row">${label}${inferred.has(label) && ' ⁱ'}</th>${cells}</tr>\n`
}

function cellsOf(moments: Moments | undefined, form: MeansRow['form']): Part {
  const { mean = null, sd = null, n = 0, missing = 0 } = moments ?? {}
  const value = form === 'share' ? percent(mean) : number(mean)
  return [value, number(sd), count(n), count(missing)].map((text) => html`<td class="n">${text}</td>`)
}

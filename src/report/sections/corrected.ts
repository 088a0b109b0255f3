import type { BrandCorrection, Correction } from '../correction.ts'
import { count, percent, percentEstimate, percentRange } from '../format.ts'
import type { Findings } from '../gather.ts'
import { type Column, note, type Section, table } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'
import type { Estimate } from '../statistics/interval.ts'

/** What a labelled random sample says of the shares above; no section where nobody labelled one. */
export function corrected({ correction, run }: Findings): Section[] {
  if (!correction) return []
  const isOfThisRun = correction.pipeline_digest === (run?.pipeline_digest ?? null)
  return [
    {
      id: 'corrected',
      title: 'Corrected for errors',
      body: isOfThisRun
        ? body(correction)
        : html`<p>There is a correction by labelled images, but images were measured in another way since. <code>limelight eval OUT --truth LABELS --correct</code> makes it anew.</p>`,
    },
  ]
}

function body({ labelled, images, warnings, brands }: Correction): Part {
  return [
    html`<p>People labelled ${count(labelled)} of the ${count(images)} images, drawn at random. With their labels, shares and sizes can be freed of what detection misses and mistakes; these intervals hold that error, too.</p>`,
    warnings.map((warning) => html`<p><strong>Caution:</strong> ${warning}.</p>`),
    table(
      'Share of images that show a brand, and mean logo size where it is shown, with 95 % intervals',
      columns,
      brands,
    ),
    note(
      'Corrected: prediction-powered inference (Angelopoulos et al. 2023) with the tuning of PPI++; shares with Wilson’s interval at the effective sample size, sizes with Student’s t on the scale of logarithms. Rogan–Gladen: by sensitivity and specificity (1978), interval of Lang & Reiczigel (2014), as a check by another way. Labels alone: what the labelled images say without any detection. Sizes need boxes of all labelled images that show the brand, and at least ten of those. Where fewer than about ten labelled images show a brand, its intervals are wider than they need be.',
    ),
  ]
}

const columns: Column<BrandCorrection>[] = [
  { name: 'Brand', heads: true, cell: ({ brand }) => brand ?? 'Any tracked brand' },
  { name: 'Found', right: true, cell: ({ found }) => percent(found.value) },
  { name: 'Corrected', right: true, cell: (row) => stacked(row.corrected) },
  { name: 'Rogan–Gladen', right: true, cell: ({ rogan_gladen }) => percentEstimate(rogan_gladen) },
  { name: 'Labels alone', right: true, cell: ({ labels_alone }) => percentEstimate(labels_alone) },
  {
    name: 'Found where labelled',
    right: true,
    cell: ({ found_where_shown, shown }) => `${count(found_where_shown)} of ${count(shown)}`,
  },
  { name: 'Size found', right: true, cell: ({ size }) => (size ? percent(size.found) : '–') },
  { name: 'Size corrected', right: true, cell: ({ size }) => (size ? stacked(size.corrected) : '–') },
]

function stacked({ value, interval }: Estimate): Part {
  return html`<strong>${percent(value)}</strong>${interval && html`<br><small>${percentRange(interval)}</small>`}`
}

import { histogramChart } from '../charts/histogram-chart.ts'
import type { Draw } from '../charts/render.ts'
import { count, number } from '../format.ts'
import type { Findings } from '../gather.ts'
import { details, figure, note, type Section } from '../html/blocks.ts'
import { html } from '../html/markup.ts'
import { nameOf } from '../html/names.ts'
import type { Family } from '../queries-families.ts'
import { pairs } from './pairs.ts'

/** The families beside the core, one fold each: nothing where none was measured. */
export function families({ families: { families, images } }: Findings, draw: Draw): Section[] {
  if (families.length === 0) return []
  const body = [
    html`<p>Curated variables beside the core, and your own, by theme. Open a theme for its distributions and for what goes together.</p>`,
    families.map((family) => details(summaryOf(family), [charts(family, draw), together(family)])),
    note(
      `Over ${count(images)} images. r: Pearson's correlation, the strongest of each theme; variables that are made of the same numbers go together by construction. All columns are in the dataset.`,
    ),
  ]
  return [{ id: 'families', title: 'Image variables by theme', body }]
}

function summaryOf({ name, distributions }: Family): string {
  return `${name === 'own' ? 'your own' : name.replaceAll('_', ' ')} (${distributions.length})`
}

function charts({ distributions }: Family, draw: Draw) {
  return html`<div class="small-multiples">${distributions.map((one) =>
    figure(
      html`<b>${nameOf(one.name)}</b><br><small>${momentsOf(one)}${one.missing > 0 && `, n ${count(one.n)}`}</small>`,
      draw(
        histogramChart(one),
        `Histogram of ${one.name}: ${momentsOf(one)}, from ${number(one.min)} to ${number(one.max)}, n ${count(one.n)}`,
      ),
    ),
  )}</div>`
}

/** Directions have none: 359 and 1 degree are neighbours. */
function momentsOf({ mean, sd, direction }: Family['distributions'][number]): string {
  return direction ? 'a direction' : `M ${number(mean)}, SD ${number(sd)}`
}

function together({ correlations }: Family) {
  return correlations.length > 0 && [html`<h4>What goes together (r)</h4>`, pairs(correlations)]
}

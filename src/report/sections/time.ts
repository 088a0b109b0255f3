import type { Draw } from '../charts/render.ts'
import { timelineChart } from '../charts/timeline-chart.ts'
import { count, plural } from '../format.ts'
import type { Findings } from '../gather.ts'
import { andMore, details, figure, note, type Section, table } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'
import { mostPeriods } from '../queries-time.ts'

const mostBrands = 5
const titles = { day: 'By day', week: 'By week', month: 'By month', year: 'By year' }

export function time(found: Findings, draw: Draw): Section {
  return {
    id: 'time',
    title: found.timeline.periods.length > 0 ? titles[found.timeline.span] : 'Over time',
    body: body(found, draw),
  }
}

function body({ timeline, brands }: Findings, draw: Draw): Part {
  const { periods, clock, span, undated } = timeline
  const [first, last] = [periods[0], periods.at(-1)]
  if (!first || !last) return html`<p>Neither posts nor pictures state a time, so nothing can be shown over time.</p>`
  const names = brands.brands
    .filter(({ images }) => images > 0)
    .slice(0, mostBrands)
    .map(({ brand }) => brand ?? '')
  const label = `Images by ${span} from ${first.start} to ${last.start}; the table below holds the numbers`
  const chart = [880, 350].map(
    (width) =>
      html`<div class="${width > 500 ? 'wide' : 'narrow'}">${draw(timelineChart(timeline, names, width), label)}</div>`,
  )
  const cell = new Map(timeline.brands.map(({ start, brand, images }) => [`${start} ${brand}`, images]))
  const latest = periods.slice(-mostPeriods)
  const numbers = table(
    `Posts and images by ${span}`,
    [
      { name: span === 'day' ? 'Day' : `First day of the ${span}`, heads: true, cell: (row) => row.start },
      { name: 'Posts', right: true, cell: (row) => count(row.posts) },
      { name: 'Images', right: true, cell: (row) => count(row.images) },
      { name: 'With a tracked brand', right: true, cell: (row) => count(row.branded) },
      ...names.map((brand) => ({
        name: brand,
        right: true as const,
        cell: (row: (typeof latest)[number]) => count(cell.get(`${row.start} ${brand}`) ?? 0),
      })),
    ],
    latest,
  )
  return [
    figure(
      html`Images by ${span} ${clock === 'posted_at' ? 'of posting' : 'of capture (no post states its time)'}${names.length > 0 ? ', and those that show a brand' : ''}, UTC`,
      [
        html`<p class="legend"><span class="key bar">All images</span>${names.map((name, index) => html`<span class="key s${index + 1}">${name}</span>`)}</p>`,
        chart,
      ],
      details(`Numbers by ${span}`, [numbers, andMore(latest.length, periods.length, `${span}s`)]),
    ),
    undated > 0 && note(`${plural(undated, 'image')} without a time ${undated === 1 ? 'is' : 'are'} left out here.`),
  ]
}

import { openCharts } from '../report/charts/render.ts'
import { count, listed, percent, plural } from '../report/format.ts'
import { type Column, details, figure, note, type Section, table } from '../report/html/blocks.ts'
import { html, type Part } from '../report/html/markup.ts'
import { page } from '../report/html/page.ts'
import type { Change, Difference } from './change.ts'
import type { Comparison } from './compare.ts'
import { changeText, intervalText, outcomeNames, valueText } from './outcome-text.ts'
import { spanNames } from './periods.ts'
import type { Outcome } from './posts-sql.ts'
import { seriesChart } from './series-chart.ts'

/** A comparison as one HTML file that needs nothing else. */
export async function comparisonPage(compared: Comparison): Promise<string> {
  const { brand, event, posts, clusters } = compared
  return page({
    title: `${brand} before and after ${event} · Limelight`,
    lead: html`<p class="kicker">Limelight comparison</p><h1>${brand} before and after ${event}</h1>
<p class="lead">${plural(posts.before, 'post')} before and ${plural(posts.after, 'post')} from that day on, ${posts.first} to ${posts.last}, ${clusters.kind === 'account' ? `by ${plural(clusters.count, clusters.grouped ? 'group of accounts' : 'account', clusters.grouped ? 'groups of accounts' : 'accounts')}` : 'taken as independent'}.</p>`,
    sections: [
      concluded(compared),
      changed(compared),
      await overTime(compared),
      ...accounts(compared),
      ...together(compared),
      methods(compared),
    ],
    foot: html`<p>Made by Limelight. This file holds no script and asks no other host for anything.</p>`,
  })
}

function concluded({ conclusions, cautions }: Comparison): Section {
  return {
    id: 'findings',
    title: 'What can be said',
    body: [
      html`<ul>${conclusions.map((sentence) => html`<li>${sentence}</li>`)}</ul>`,
      html`<h3>And what can not</h3><ul>${cautions.map((sentence) => html`<li>${sentence}</li>`)}</ul>`,
    ],
  }
}

function changed({ changes, controls }: Comparison): Section {
  type Found = Pick<Difference, 'value' | 'interval'> | null
  const column = (name: string, of: (change: Change) => Found): Column<Change> => ({
    name,
    right: true,
    cell(change) {
      const found = of(change)
      if (!found) return '–'
      // On a line of its own, so that the last column is in sight without scrolling.
      return html`${changeText(change.outcome, found.value)}<br>${intervalText(change.outcome, found.interval)}`
    },
  })
  return {
    id: 'changes',
    title: 'Before and after',
    body: table(
      'Means before and after, and their difference with its 95 % interval',
      [
        { name: 'What', heads: true, cell: ({ outcome }: Change) => outcomeNames[outcome] },
        { name: 'Posts', right: true, cell: ({ posts }: Change) => `${count(posts.before)} / ${count(posts.after)}` },
        { name: 'Before', right: true, cell: ({ outcome, before }) => valueText(outcome, before?.value ?? null) },
        { name: 'After', right: true, cell: ({ outcome, after }) => valueText(outcome, after?.value ?? null) },
        column('Difference', (change) => change.difference),
        ...(controls.length > 0 ? [column('Difference in differences', (change) => change.against_controls)] : []),
        ...(changes.some(({ within }) => within !== null)
          ? [column('Within accounts', (change) => change.within)]
          : []),
        ...(controls.length > 0 ? [column('Of the controls', (change) => change.controls)] : []),
      ],
      changes,
    ),
  }
}

async function overTime(compared: Comparison): Promise<Section> {
  const { changes, span, controls } = compared
  const draw = await openCharts()
  const drawn = changes.filter(({ series }) => series !== null)
  const one = ({ outcome, series, series_against_controls }: Change): Part => {
    if (!series) return null
    const chart = draw(
      seriesChart(outcome, series, span),
      `${outcomeNames[outcome]} by ${spanNames[span]}, before and after the event`,
    )
    const line = (name: string, fit: NonNullable<Change['series']>) =>
      html`<li>${name}: level ${changeText(outcome, fit.level.value)}${intervalText(outcome, fit.level)}, slope ${changeText(outcome, fit.slope.value)}${intervalText(outcome, fit.slope)} a ${spanNames[span]}</li>`
    return figure(
      outcomeNames[outcome],
      chart,
      html`<ul>${line('At the event', series)}${series_against_controls && line(`Against ${listed(controls)}`, series_against_controls)}</ul>`,
    )
  }
  return {
    id: 'time',
    title: 'Over time',
    body:
      drawn.length > 0
        ? [
            drawn.map(one),
            note(
              'Points: the mean of a period. Lines: the fitted trend before and after the event, which is the upright line. Dashed: the trend as if nothing had happened.',
            ),
          ]
        : note(
            'There are too few periods with posts on one side of the event for a time series, or nothing varies over them.',
          ),
  }
}

function accounts({ accounts: rows }: Comparison): Section[] {
  if (rows.length === 0) return []
  const share = ({ count, of }: { count: number; of: number }) => (of > 0 ? `${percent(count / of)} of ${of}` : '–')
  return [
    {
      id: 'accounts',
      title: 'By account',
      body: [
        table(
          'Share of posts with the brand, by account',
          [
            { name: 'Account', heads: true, cell: ({ account }) => account },
            { name: 'Before', right: true, cell: ({ before }) => share(before) },
            { name: 'After', right: true, cell: ({ after }) => share(after) },
            {
              name: 'Difference',
              right: true,
              cell: ({ difference, interval }) =>
                difference === null ? '–' : changeText('share', difference) + intervalText('share', interval),
            },
          ],
          rows,
        ),
        note('Intervals of one account take its posts as independent (Newcombe 1998).'),
      ],
    },
  ]
}

function together({ together: rows, brand }: Comparison): Section[] {
  if (rows.length === 0) return []
  const two = (value: number) => value.toFixed(2)
  return [
    {
      id: 'together',
      title: 'Together with other brands',
      body: [
        table(
          `Brands that stand in one post with ${brand}`,
          [
            { name: 'Brand', heads: true, cell: ({ other }) => other },
            { name: 'Posts with both', right: true, cell: ({ posts }) => posts },
            {
              name: 'Lift',
              right: true,
              cell: ({ lift, interval }) =>
                two(lift) + (interval ? ` (${two(interval.low)} to ${two(interval.high)})` : ''),
            },
          ],
          rows,
        ),
        note('Lift: how many times as often as if the brands knew nothing of each other; 1 is independence.'),
      ],
    },
  ]
}

function methods({ changes, clusters }: Comparison): Section {
  const rows = changes.flatMap(({ outcome, difference, against_controls }) => [
    { outcome, what: 'difference', of: difference },
    { outcome, what: 'difference in differences', of: against_controls },
  ])
  const found = rows.filter((row): row is { outcome: Outcome; what: string; of: Difference } => row.of !== null)
  return {
    id: 'methods',
    title: 'Methods',
    body: [
      html`<p>A post is one observation; the mean over the posts of one side is compared with that of the other. Intervals are at 95 %${clusters.kind === 'account' ? ' and take the posts of one account together' : ''}: standard error CR2 (Bell &amp; McCaffrey 2002), as R's clubSandwich has it, t with the degrees of freedom of Imbens and Kolesár (2016); differences of shares by MOVER from Wilson's intervals (Zou &amp; Donner 2008), which fits rare brands, and of the other outcomes from intervals of skewed means, as far as sides differ in how many posts they have.${changes.some(({ within }) => within !== null) ? ' Within accounts: a fixed effect for each account, so that only accounts with posts on both sides tell; the difference beside it is also that other accounts post.' : ''} The bootstrap draws ${clusters.kind === 'account' ? 'accounts' : 'posts'} 1,000 times with a fixed seed (bootstrap-t); CR1 is the standard error that statsmodels and Stata print. Time series: segmented regression with autoregressive deviations, by restricted maximum likelihood, intervals by a parametric bootstrap-t: 400 series with a fixed seed for each autocorrelation that is plausible, against controls for two series that depend on themselves each in its own way, and for a slow drift that the noise of the number of posts may hide; the widest counts; <code>--json</code> has the same by Newey and West. Lift: cluster jackknife of its logarithm.</p>`,
      details(
        'The same intervals by other ways',
        table(
          'Intervals by the bootstrap, standard errors by CR1',
          [
            { name: 'What', heads: true, cell: ({ outcome, what }) => `${outcomeNames[outcome]}: ${what}` },
            { name: 'CR2', right: true, cell: ({ outcome, of }) => intervalText(outcome, of.interval) },
            { name: 'Bootstrap', right: true, cell: ({ outcome, of }) => intervalText(outcome, of.bootstrap) },
            {
              name: 'CR1 standard error',
              right: true,
              cell: ({ outcome, of }) =>
                of.sandwich === null ? '–' : changeText(outcome, of.sandwich).replace('+', ''),
            },
          ],
          found,
        ),
      ),
    ],
  }
}

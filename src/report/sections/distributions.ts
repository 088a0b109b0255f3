import { variablesOf } from '../../variables/registry/index.ts'
import { histogramChart } from '../charts/histogram-chart.ts'
import type { Draw } from '../charts/render.ts'
import { count, number, percentEstimate } from '../format.ts'
import type { Findings } from '../gather.ts'
import { details, figure, note, type Section, table } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'
import { nameOf } from '../html/names.ts'
import type { Distribution } from '../queries-distributions.ts'

export function distributions(found: Findings, draw: Draw): Section {
  return { id: 'distributions', title: 'Distributions', body: [charts(found, draw), inPictures(found)] }
}

function charts({ distributions }: Findings, draw: Draw): Part {
  if (distributions.length === 0) return html`<p>No variable was measured, so there is nothing to draw.</p>`
  return [
    html`<div class="small-multiples">${distributions.map((one) =>
      figure(
        html`<b>${nameOf(one.name)}</b>${one.scale === 'log' && ' (log)'}<br><small>M ${number(one.mean)}, SD ${number(one.sd)}${one.missing > 0 && `, n ${count(one.n)}`}</small>`,
        draw(histogramChart(one), `Histogram of ${one.name}: ${say(one)}`),
      ),
    )}</div>`,
    details(
      'Numbers of the distributions',
      table(
        'Main variables',
        [
          { name: 'Variable', heads: true, cell: ({ name }) => name },
          { name: 'Unit', cell: unitOf },
          { name: 'n', right: true, cell: ({ n }) => count(n) },
          { name: 'Missing', right: true, cell: ({ missing }) => count(missing) },
          { name: 'Mean', right: true, cell: ({ mean }) => number(mean) },
          { name: 'SD', right: true, cell: ({ sd }) => number(sd) },
          { name: 'Smallest', right: true, cell: ({ min }) => number(min) },
          { name: 'Largest', right: true, cell: ({ max }) => number(max) },
        ],
        distributions,
      ),
    ),
    note(
      'Images that were measured, and posts for likes, comments, words and hashtags. M: mean. On a log scale, bins are equal in ln(1 + x). The codebook defines each variable.',
    ),
  ]
}

function say({ mean, sd, min, max, n }: Distribution): string {
  return `mean ${number(mean)}, standard deviation ${number(sd)}, from ${number(min)} to ${number(max)}, n ${count(n)}`
}

function unitOf({ dataset, name }: Distribution): string {
  return variablesOf(dataset).find((variable) => variable.name === name)?.unit ?? ''
}

function inPictures({ content, clusters }: Findings): Part {
  return content.length === 0
    ? null
    : [
        html`<h3>What is in the pictures</h3>`,
        table(
          'Images that show a face, text or one of the most common objects (COCO-80)',
          [
            { name: 'Shows', heads: true, cell: ({ label }) => label },
            { name: 'Images', right: true, cell: ({ images }) => count(images) },
            { name: 'Of', right: true, cell: ({ searched }) => count(searched) },
            { name: 'Share (95 % interval)', right: true, cell: ({ share }) => percentEstimate(share) },
          ],
          content,
        ),
        clusters.kind !== 'image' && note(`Intervals take the images of one ${clusters.kind} together.`),
      ]
}

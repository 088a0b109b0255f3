import type { BrandMeasures, SizeMeasures, StageMeasures } from '../evaluate/breakdowns.ts'
import type { Evaluation } from '../evaluate/evaluate.ts'
import type { ExposureError } from '../evaluate/exposure-error.ts'
import type { Rate } from '../evaluate/rate.ts'
import type { Estimate } from '../report/statistics/interval.ts'
import { plural } from './plural.ts'
import { textTable } from './text-table.ts'

/** What `limelight eval` prints: shares as per cent, each with its count and 95 % interval. */
export function evaluationText(evaluation: Evaluation): string {
  const { brands, untracked, by_brand, by_size, by_stage, notes } = evaluation
  const seen = by_brand.filter(({ recall, precision }) => recall.of + precision.of > 0)
  return [
    ...heading(evaluation),
    '',
    ...overall(evaluation),
    ...exposure(evaluation),
    ...table('By brand', ['brand', 'recall', 'precision', 'false alarms', 'boxes at IoU .5'], seen.map(brandCells)),
    ...table('By share of the image', ['logo', 'brand found', 'boxes at IoU .3', 'at IoU .5'], by_size.map(sizeCells)),
    ...table(
      'By stage, as if it were the only one',
      ['stage', 'images', 'precision', 'wrong brand', 'false alarms', 'found by it alone'],
      by_stage.map(stageCells),
    ),
    ...(seen.length < brands.length
      ? [
          '',
          `${plural(brands.length - seen.length, 'tracked brand is', 'tracked brands are')} in no label and not found.`,
        ]
      : []),
    ...(untracked.length > 0 ? ['', `Labels of brands that the run did not track: ${untracked.join(', ')}`] : []),
    ...(notes.length > 0
      ? ['', ...notes.slice(0, 10), ...(notes.length > 10 ? [`... and ${notes.length - 10} more`] : [])]
      : []),
    '',
  ].join('\n')
}

function heading({ truth, brands }: Evaluation): string[] {
  const { compared, images, not_in_dataset, not_measured, with_brand, without_brand, boxed, boxes, clusters } = truth
  return [
    `${compared} of ${images} labelled images compared, ${brands.length} brands: ${with_brand} images with a tracked brand, ${without_brand} without; ${boxes} boxes in ${boxed} images`,
    ...(not_in_dataset > 0 ? [`${not_in_dataset} labelled images are not in the dataset and count for nothing`] : []),
    ...(not_measured > 0
      ? [`${not_measured} could not be measured: they count as images in which nothing was found`]
      : []),
    ...(clusters < compared
      ? [`Images come from ${clusters} authors; intervals take an author's images together`]
      : []),
  ]
}

function overall({ measures, truth }: Evaluation): string[] {
  const rows: [string, Rate][] = [
    ['images with a brand in which it was found', measures.image_recall],
    ['labels (image and brand) found', measures.label_recall],
    ['found brands that are right', measures.label_precision],
    ['images with a brand in which another one was named', measures.wrong_brand],
    ['images without a brand in which one was named', measures.false_alarms],
    ['true boxes found, IoU at least .3', measures.box_recall['0.3']],
    ['true boxes found, IoU at least .5', measures.box_recall['0.5']],
    ...(truth.boxes === 0
      ? []
      : ([
          ['found boxes that are right, IoU at least .3', measures.box_precision['0.3']],
          ['found boxes that are right, IoU at least .5', measures.box_precision['0.5']],
        ] satisfies [string, Rate][])),
  ]
  const shown = rows.filter(([, rate]) => rate.of > 0)
  const { median_iou } = measures
  return [
    ...shown.map(([what, rate]) => `${what.padEnd(52)} ${shownRate(rate)}`),
    ...(median_iou === null
      ? []
      : [`${'median IoU of boxes that overlap a true one'.padEnd(52)} ${median_iou.toFixed(2)}`]),
  ]
}

function exposure({ exposure: { logo_size, logo_centrality } }: Evaluation): string[] {
  if (logo_size.labels === 0) return []
  const line = (what: string, { bias, mean_absolute_error, mean, labels }: ExposureError) =>
    `${what.padEnd(16)} bias ${shownEstimate(bias)}, mean absolute error ${shownEstimate(mean_absolute_error)}; true mean ${mean?.toFixed(3)}, ${labels} labels`
  return ['', line('logo size', logo_size), line('logo centrality', logo_centrality)]
}

function brandCells({ brand, recall, precision, false_alarms, box_recall }: BrandMeasures): string[] {
  return [brand, shownRate(recall), shownRate(precision), shownRate(false_alarms), shownRate(box_recall['0.5'])]
}

function sizeCells({ from, to, recall, box_recall }: SizeMeasures): string[] {
  const sizes = `${percent(from)} to ${percent(to)} %`
  return [sizes, shownRate(recall), shownRate(box_recall['0.3']), shownRate(box_recall['0.5'])]
}

function stageCells({ stage, measures, alone }: StageMeasures): string[] {
  const { image_recall, label_precision, wrong_brand, false_alarms } = measures
  return [stage, ...[image_recall, label_precision, wrong_brand, false_alarms].map(shownRate), String(alone)]
}

/** With an empty line before it. */
function table(title: string, head: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', ...textTable(title, head, rows)]
}

/** `46.2 % (30/65; 34.6 to 58.1)` */
function shownRate({ count, of, value, interval }: Rate): string {
  if (value === null) return '-'
  const range = interval ? `; ${percent(interval.low)} to ${percent(interval.high)}` : ''
  return `${percent(value)} % (${count}/${of}${range})`
}

function shownEstimate({ value, interval }: Estimate): string {
  if (value === null) return '-'
  return interval ? `${value.toFixed(4)} (${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})` : value.toFixed(4)
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

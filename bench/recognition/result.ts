import { bySize, byStage, type SizeMeasures, type StageMeasures } from '../../src/evaluate/breakdowns.ts'
import { type ExposureErrors, exposureErrors } from '../../src/evaluate/exposure-error.ts'
import { type Measures, matched, measuresOf, wrongBrands } from '../../src/evaluate/measures.ts'
import type { Photo } from '../../src/evaluate/photo.ts'
import type { Rate } from '../../src/evaluate/rate.ts'
import { heldOut } from './held-out-thresholds.ts'
import type { Measured } from './measure.ts'
import { type Part, type Protocol, parts } from './protocol.ts'

/** The goals of the project; thresholds may be chosen so that these are kept on the photos of other brands. */
const goals = { recall: 0.9, falseAlarms: 0.02, wrongBrand: 0.05, boxRecall: 0.7, medianIou: 0.7, rate: 8 }

export interface Result {
  protocol: string
  says: string
  /** As the program decides by itself, and with thresholds chosen leave-one-brand-out. */
  shipped: Numbers
  held_out: Numbers
  by_stage: StageMeasures[]
  by_size: SizeMeasures[]
  exposure: ExposureErrors
  images_per_second: number
  workers: number
  /** CPU milliseconds of all threads, a photo. */
  cpu_ms: number
  mistakes: { file: string; shows: string[]; named: string[] }[]
}

export interface Numbers {
  recall: Rate
  false_alarms: Rate
  wrong_brand: Rate
  box_recall: Measures['box_recall']
  box_precision: Measures['box_precision']
  median_iou: number | null
  /** The same over photos with one true box, where one shelf can't speak for half of all. */
  median_iou_of_single: number | null
  /** Found boxes whose IoU reaches the goal of the median. */
  fitting: { count: number; of: number }
  by_brand: { brand: string; found: number; of: number }[]
}

export function resultOf({ photos, info }: Measured, { name, says, brands }: Protocol): Result {
  const all = parts.flatMap((part) => photos[part])
  const names = brands.map((brand) => brand.name)
  const kept = heldOut(all, names, goals)
  const keptOf = (part: Part) => kept.filter((_, i) => photos[part].includes(all[i] as Photo))
  return {
    protocol: name,
    says,
    shipped: numbersOf(photos, names),
    held_out: numbersOf(
      { query: keptOf('query'), boxed: keptOf('boxed'), negative: keptOf('negative'), coco: keptOf('coco') },
      names,
    ),
    by_stage: byStage([...(photos.query.length > 0 ? photos.query : photos.boxed), ...photos.negative, ...photos.coco]),
    by_size: bySize(photos.boxed),
    exposure: exposureErrors(photos.boxed),
    images_per_second: info.images_per_second,
    workers: info.workers,
    cpu_ms: (1000 * info.cpu_seconds) / info.counts.measured,
    mistakes: all
      .filter((photo) => wrongBrands(photo).length > 0)
      .map((photo) => ({
        file: photo.found.key,
        shows: photo.brands,
        named: photo.logos
          .filter(({ brand }) => !photo.brands.includes(brand))
          .map(({ brand, stage, similarity }) => `${brand} (${stage} ${similarity?.toFixed(2)})`),
      })),
  }
}

/** Where no photo is known by image only, those that are boxed are asked for their brands, too. */
function numbersOf({ query, boxed, negative, coco }: Record<Part, Photo[]>, brands: readonly string[]): Numbers {
  const asked = query.length > 0 ? query : boxed
  const { image_recall, wrong_brand } = measuresOf(asked)
  const { box_recall, box_precision, median_iou } = measuresOf(boxed)
  const ious = boxed.flatMap((photo) => matched(photo, 0).map(({ iou }) => iou))
  return {
    recall: image_recall,
    false_alarms: measuresOf([...negative, ...coco]).false_alarms,
    wrong_brand,
    box_recall,
    box_precision,
    median_iou,
    median_iou_of_single: measuresOf(boxed.filter(({ boxes }) => boxes.length === 1)).median_iou,
    fitting: { count: ious.filter((iou) => iou >= goals.medianIou).length, of: ious.length },
    by_brand: brands.flatMap((brand) => {
      const shown = asked.filter((photo) => photo.brands.includes(brand))
      const found = shown.filter(({ logos }) => logos.some((logo) => logo.brand === brand))
      return shown.length > 0 ? [{ brand, found: found.length, of: shown.length }] : []
    }),
  }
}

export function printResult(result: Result): void {
  const { shipped, held_out, by_stage, by_size, exposure } = result
  console.log(`\n${result.protocol}: ${result.says}`)
  for (const [how, numbers] of [
    ['as shipped', shipped],
    ['thresholds leave-one-brand-out', held_out],
  ] as const) {
    console.log(`\n${how}`)
    print('query photos whose brand is found', numbers.recall, (value) => value >= goals.recall)
    print('false alarms in photos without any', numbers.false_alarms, (value) => value <= goals.falseAlarms)
    print('query photos with a wrong brand', numbers.wrong_brand, (value) => value <= goals.wrongBrand)
    print('boxes found, IoU .3', numbers.box_recall['0.3'])
    print('boxes found, IoU .5', numbers.box_recall['0.5'], (value) => value >= goals.boxRecall)
    print('found boxes that are right, IoU .5', numbers.box_precision['0.5'])
    const iou = numbers.median_iou
    if (iou !== null) {
      const { median_iou_of_single: single, fitting } = numbers
      const more = `${fitting.count} of ${fitting.of} reach ${goals.medianIou}; photos with one true box: ${single?.toFixed(3) ?? '-'}`
      line('median IoU of found boxes', `${iou.toFixed(3)}; ${more}`, iou >= goals.medianIou)
    }
    line('by brand', numbers.by_brand.map(({ brand, found, of }) => `${brand} ${found}/${of}`).join(', '))
  }
  console.log('\nby stage, as if it were the only one (query, negatives, COCO; as shipped)')
  for (const { stage, measures, alone } of by_stage) {
    const { image_recall, false_alarms, wrong_brand } = measures
    line(
      stage,
      `recall ${shown(image_recall)}; false alarms ${shown(false_alarms)}; wrong ${shown(wrong_brand)}; alone ${alone}`,
    )
  }
  if (by_size.length > 0) console.log('\nby share of the image (boxed photos; as shipped)')
  for (const { from, to, recall, box_recall } of by_size) {
    line(
      `${100 * from} to ${100 * to} %`,
      `brand found ${shown(recall)}; IoU .3 ${shown(box_recall['0.3'])}; IoU .5 ${shown(box_recall['0.5'])}`,
    )
  }
  for (const [what, error] of Object.entries(exposure)) {
    const { bias, mean_absolute_error, mean, labels } = error
    if (labels === 0) continue
    line(
      what,
      `bias ${bias.value?.toFixed(3)}, mean absolute error ${mean_absolute_error.value?.toFixed(3)}, true mean ${mean?.toFixed(3)}, ${labels} labels`,
    )
  }
  const { images_per_second, workers, cpu_ms } = result
  const rate = `${images_per_second.toFixed(1)} in ${workers} lanes; ${cpu_ms.toFixed(0)} ms CPU a photo`
  line('photos a second', rate, images_per_second >= goals.rate)
  console.log('\nwrong brands and false alarms, as shipped')
  for (const { file, shows, named } of result.mistakes) {
    console.log(`  ${file} shows ${shows.join(', ') || 'none'}: ${named.join('; ')}`)
  }
}

function print(what: string, rate: Rate, reached?: (value: number) => boolean): void {
  if (rate.value !== null) line(what, shown(rate), reached?.(rate.value))
}

function line(what: string, text: string, reached?: boolean): void {
  console.log(`  ${what.padEnd(40)} ${text}${reached === undefined ? '' : reached ? '  reached' : '  MISSED'}`)
}

function shown({ count, of, value, interval }: Rate): string {
  if (value === null) return '-'
  const range = interval ? ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : ''
  return `${count}/${of} = ${value.toFixed(3)}${range}`
}

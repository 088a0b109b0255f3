import { type Box, boxArea, iou } from '../../src/image/box.ts'

export interface Truth {
  image: string
  label: string
  box: Box
}

export interface Found extends Truth {
  score: number
}

const overlaps = Array.from({ length: 10 }, (_, i) => 0.5 + i / 20)
const recallPoints = Array.from({ length: 101 }, (_, i) => i / 100)

/**
 * Mean average precision as COCO counts it (pycocotools `COCOeval`, bbox): IoU .50 to .95, 101 recall points, the 100 best
 * detections of a class in an image, mean over the classes with any truth.
 */
export function meanAveragePrecision(truths: readonly Truth[], found: readonly Found[]): number {
  const labels = [...new Set(truths.map(({ label }) => label))]
  const precisions = labels.flatMap((label) => {
    const wanted = truths.filter((truth) => truth.label === label)
    const given = bestInEachImage(found.filter((detection) => detection.label === label))
    return overlaps.map((overlap) => averagePrecision(wanted, given, overlap))
  })
  return precisions.reduce((a, b) => a + b, 0) / precisions.length
}

function bestInEachImage(found: readonly Found[]): Found[] {
  const byImage = groupedBy(found, ({ image }) => image)
  return [...byImage.values()].flatMap((some) => some.toSorted((a, b) => b.score - a.score).slice(0, 100))
}

function averagePrecision(truths: readonly Truth[], found: readonly Found[], overlap: number): number {
  const byImage = groupedBy(truths, ({ image }) => image)
  const taken = new Set<Truth>()
  let hits = 0
  const curve = found
    .toSorted((a, b) => b.score - a.score)
    .map((detection, index) => {
      const match = bestFree(byImage.get(detection.image) ?? [], taken, detection.box, overlap)
      if (match) {
        taken.add(match)
        hits += 1
      }
      return { recall: hits / truths.length, precision: hits / (index + 1) }
    })
  for (let i = curve.length - 2; i >= 0; i--) {
    const [here, next] = [curve[i], curve[i + 1]]
    if (here && next) here.precision = Math.max(here.precision, next.precision)
  }
  const at = (recall: number) => curve.find((point) => point.recall >= recall)?.precision ?? 0
  return recallPoints.reduce((sum, recall) => sum + at(recall), 0) / recallPoints.length
}

function bestFree(truths: readonly Truth[], taken: ReadonlySet<Truth>, box: Box, overlap: number): Truth | null {
  const free = truths.filter((truth) => !taken.has(truth) && boxArea(truth.box) > 0)
  const best = free.toSorted((a, b) => iou(b.box, box) - iou(a.box, box))[0]
  return best && iou(best.box, box) >= Math.min(overlap, 1 - 1e-10) ? best : null
}

export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

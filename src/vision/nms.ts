import { boxArea, iou } from '../image/box.ts'
import type { Detection } from './detection.ts'

/**
 * Greedy non-maximum suppression within each label: a box goes when it overlaps a better one of its label by more than
 * `overlap` (IoU). Best first.
 */
export function suppress<D extends Detection>(detections: readonly D[], overlap: number): D[] {
  const keptByLabel = new Map<string, D[]>()
  const best = detections.toSorted((a, b) => b.score - a.score)
  return best.filter((detection) => {
    const kept = keptByLabel.get(detection.label) ?? []
    keptByLabel.set(detection.label, kept)
    if (boxArea(detection.box) <= 0) return false
    if (kept.some((better) => iou(better.box, detection.box) > overlap)) return false
    kept.push(detection)
    return true
  })
}

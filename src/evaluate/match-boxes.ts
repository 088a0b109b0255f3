import { type Box, iou } from '../image/box.ts'

export interface BoxMatch {
  /** Index of the true box, and of the found one. */
  truth: number
  found: number
  iou: number
}

/**
 * Matches true and found boxes one to one: as many as possible with at least this IoU. Augmenting paths (Kuhn 1955), pairs
 * that overlap most tried first.
 * @param least IoU, 0 to 1; 0: any overlap
 */
export function matchBoxes(truth: readonly Box[], found: readonly Box[], least: number): BoxMatch[] {
  const choices = truth.map((box, t) =>
    found
      .map((other, f) => ({ truth: t, found: f, iou: iou(box, other) }))
      .filter((pair) => pair.iou > 0 && pair.iou >= least)
      .sort((a, b) => b.iou - a.iou),
  )
  const taken = new Map<number, BoxMatch>()
  const place = (t: number, tried: Set<number>): boolean => {
    for (const pair of choices[t] ?? []) {
      if (tried.has(pair.found)) continue
      tried.add(pair.found)
      const holder = taken.get(pair.found)
      if (!holder || place(holder.truth, tried)) {
        taken.set(pair.found, pair)
        return true
      }
    }
    return false
  }
  const order = choices.map((own, t) => ({ t, best: own[0]?.iou ?? 0 })).sort((a, b) => b.best - a.best)
  for (const { t } of order) place(t, new Set())
  return [...taken.values()].sort((a, b) => a.truth - b.truth)
}

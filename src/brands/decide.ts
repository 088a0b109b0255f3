import { type Box, boxArea, hull, shareOfSmaller } from '../image/box.ts'
import type { Finding } from './recogniser.ts'
import { stages } from './stages.ts'

/** Two findings speak of one region when they share this much of the smaller one. */
const sameRegion = 0.5
/** A symbol and its wordmark belong together when the gap between them is at most this share of the smaller one's height or width. */
const widestGap = 0.5

/**
 * One decision a region, from what all stages found: the most precise stage is believed, then the highest similarity. What two
 * stages found of one logo, as its symbol and its wordmark, becomes one box; no region has two brands; what is unknown to
 * one stage is not reported where another one knows it.
 * @returns findings that do not contradict each other, the most precise first
 */
export function decide(findings: readonly Finding[]): Finding[] {
  const decided: Finding[] = []
  for (const finding of [...findings].sort(byPrecision)) {
    if (boxArea(finding.box) === 0) continue
    const i = decided.findIndex((other) => isOneLogo(other, finding))
    const partner = decided[i]
    const logo = partner ? merged(partner, finding) : finding
    const others = decided.filter((other) => other !== partner && (other.brand !== logo.brand || logo.brand === null))
    if (others.some((other) => shareOfSmaller(other.box, logo.box) >= sameRegion)) continue
    if (partner) decided[i] = logo
    else decided.push(logo)
  }
  return decided
}

/** What was decided, and more that contradicts none of it; of what was unknown, that is left which is still so. */
export function joined(decided: readonly Finding[], more: readonly Finding[]): Finding[] {
  const known = ({ brand, box }: Finding) =>
    brand === null && more.some((other) => shareOfSmaller(other.box, box) >= sameRegion)
  return [...decided.filter((finding) => !known(finding)), ...more]
}

/** The most precise stage first, what is unknown last; then the most like, the surest, and the place, so that order is no matter. */
function byPrecision(a: Finding, b: Finding): number {
  return (
    Number(a.brand === null) - Number(b.brand === null) ||
    stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
    b.similarity - a.similarity ||
    b.score - a.score ||
    a.box.x1 - b.box.x1 ||
    a.box.y1 - b.box.y1 ||
    b.box.x2 - a.box.x2
  )
}

/** Two wordmarks side by side are two logos; a wordmark beside a symbol is one. */
function isOneLogo(a: Finding, b: Finding): boolean {
  if (a.brand === null || a.brand !== b.brand) return false
  if (shareOfSmaller(a.box, b.box) >= sameRegion) return true
  return a.stage !== b.stage && areAdjacent(a.box, b.box)
}

function areAdjacent(a: Box, b: Box): boolean {
  const across = Math.max(0, Math.max(a.x1, b.x1) - Math.min(a.x2, b.x2))
  const down = Math.max(0, Math.max(a.y1, b.y1) - Math.min(a.y2, b.y2))
  const width = Math.min(a.x2 - a.x1, b.x2 - b.x1)
  const height = Math.min(a.y2 - a.y1, b.y2 - b.y1)
  return across <= widestGap * width && down <= widestGap * height && (across === 0 || down === 0)
}

function merged(first: Finding, second: Finding): Finding {
  return {
    ...first,
    box: boxOfBoth(first, second),
    score: Math.max(first.score, second.score),
    text: first.text ?? second.text,
  }
}

/**
 * Over one another, the outline of a reference is the logo, and text is a part of it; an embedding's region is too rough to move what
 * another stage found. Beside one another, both are the logo.
 */
function boxOfBoth(first: Finding, second: Finding): Box {
  const over = shareOfSmaller(first.box, second.box) >= sameRegion
  const outline = [first, second].find(({ stage }) => stage === 'features')
  if (over && outline) return outline.box
  const rough = second.stage === 'embedding' && first.stage !== 'embedding'
  return over && rough ? first.box : hull([first.box, second.box])
}

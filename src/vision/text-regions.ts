import type { Point } from './detection.ts'
import { grow, type Rectangle, smallestRectangle } from './text-rectangle.ts'

/** A map of how likely each pixel belongs to the core of a line of text, 0 to 1, row by row. */
export interface TextMap {
  probability: Float32Array
  width: number
  height: number
}

export interface RegionOptions {
  /** A pixel belongs to text from this probability. */
  threshold: number
  /** A region is text when its mean probability reaches this. */
  meanThreshold: number
  /** The map holds shrunken lines; a region grows by `unclip` * area / perimeter (Liao et al. 2020, DB, eq. 10). */
  unclip: number
  /** Shortest side of the region before it grows, in px of the map. */
  shortest: number
}

export interface TextRegion {
  rectangle: Rectangle
  /** Mean probability over the region's pixels. */
  score: number
}

/** Lines of text in a map: 8-connected regions, each with the smallest rectangle around it, grown to the full line. */
export function textRegions(map: TextMap, options: RegionOptions): TextRegion[] {
  const regions: TextRegion[] = []
  for (const { mean, outline } of components(map, options.threshold)) {
    if (mean < options.meanThreshold) continue
    const core = smallestRectangle(outline)
    if (!core || Math.min(core.width, core.height) < options.shortest) continue
    const distance = (options.unclip * core.width * core.height) / (2 * (core.width + core.height))
    regions.push({ rectangle: grow(core, distance), score: mean })
  }
  return regions
}

interface Component {
  mean: number
  /** Outer corners of the first and last pixel of each row: their convex hull is the component's. */
  outline: Point[]
}

function components({ probability, width, height }: TextMap, threshold: number): Component[] {
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  const found: Component[] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || (probability[start] as number) <= threshold) continue
    const rows = new Map<number, { first: number; last: number }>()
    let sum = 0
    let count = 0
    seen[start] = 1
    stack.push(start)
    while (stack.length > 0) {
      const at = stack.pop() as number
      const y = Math.floor(at / width)
      const x = at - y * width
      sum += probability[at] as number
      count++
      const row = rows.get(y)
      if (!row) rows.set(y, { first: x, last: x })
      else if (x < row.first) row.first = x
      else if (x > row.last) row.last = x
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx
          if (seen[next] || (probability[next] as number) <= threshold) continue
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    found.push({ mean: sum / count, outline: outlineOf(rows) })
  }
  return found
}

function outlineOf(rows: Map<number, { first: number; last: number }>): Point[] {
  return [...rows].flatMap(([y, { first, last }]) => [
    { x: first, y },
    { x: last + 1, y },
    { x: first, y: y + 1 },
    { x: last + 1, y: y + 1 },
  ])
}

import { blurred } from './kernel/blur.ts'
import { canny } from './kernel/canny.ts'
import { type Line, linesOf, longestSide } from './kernel/lines.ts'
import { histogramOf } from './kernel/planes.ts'
import { otsuThreshold } from './otsu.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** Edges after a blur, edges at fixed thresholds, and straight lines among them. */
export function edgeVariables(view: View): Row {
  const { grey, pixels, width, height } = view
  const soft = blurred(grey, view)
  const high = otsuThreshold(histogramOf(soft))
  const edges = canny(soft, view, { low: high >> 1, high })
  const densities = {
    otsu_threshold: otsuThreshold(view.greyCounts),
    edge_density_blurred: edges.count / pixels,
    edge_density_100_200: view.edges.count / pixels,
  }
  if (Math.max(width, height) > longestSide) return { ...densities, ...noLines }
  const lines = linesOf(edges, { width, height })
  const [level, upright] = [lines.filter((line) => angleOf(line) <= 10), lines.filter((line) => angleOf(line) >= 80)]
  return {
    ...densities,
    lines: lines.length,
    lines_horizontal: level.length,
    lines_vertical: upright.length,
    lines_slanted: lines.length - level.length - upright.length,
    line_orientation: orientation(lines),
    line_alignment: alignment(lines),
  }
}

const noLines: Row = {
  ...{ lines: null, lines_horizontal: null, lines_vertical: null, lines_slanted: null },
  ...{ line_orientation: null, line_alignment: null },
}

/** 0 (level) to 90 degrees (upright). */
function angleOf({ x1, y1, x2, y2 }: Line): number {
  return (Math.atan2(Math.abs(y2 - y1), Math.abs(x2 - x1)) * 180) / Math.PI
}

/** Directions are the same after half a turn: they are doubled, added up by length, and halved. */
function direction(lines: readonly Line[]): { x: number; y: number; length: number } {
  let [x, y, length] = [0, 0, 0]
  for (const { x1, y1, x2, y2 } of lines) {
    const long = Math.hypot(x2 - x1, y2 - y1)
    const angle = 2 * Math.atan2(y1 - y2, x2 - x1)
    x += long * Math.cos(angle)
    y += long * Math.sin(angle)
    length += long
  }
  return { x, y, length }
}

function orientation(lines: readonly Line[]): number | null {
  const { x, y, length } = direction(lines)
  if (Math.hypot(x, y) <= 1e-9 * length) return null
  const degrees = (Math.atan2(y, x) * 90) / Math.PI
  return degrees < 0 ? degrees + 180 : degrees
}

function alignment(lines: readonly Line[]): number | null {
  const { x, y, length } = direction(lines)
  return length === 0 ? null : Math.min(1, Math.hypot(x, y) / length)
}

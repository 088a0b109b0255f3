import type { Box } from '../../image/box.ts'
import { type ComponentTree, componentTree, type Grey } from './component-tree.ts'

export interface StableOptions {
  /** Greys over which a region has to stay as it is. */
  over: number
  /** By how much of its area it may grow meanwhile. */
  mostGrowth: number
  /** Pixels. */
  least: number
  most: number
  /** Of two that lie in each other, the smaller one has to be smaller by this share, or the less stable one goes. */
  diversity: number
}

/** A connected region of a picture. */
export interface Region {
  /** Places, row by row; in no order. */
  pixels: Int32Array
  box: Box
}

/** Regions that are darker than all around them, and stay as they are over a range of greys (Matas et al. 2002). */
export function stableRegions(picture: Grey, options: StableOptions): Region[] {
  const tree = componentTree(picture)
  const pixelsOf = openLister(picture, tree)
  return mostStable(tree, growths(tree, options), options).map((node) => {
    const pixels = pixelsOf(node)
    return { pixels, box: boxOf(pixels, picture.width) }
  })
}

/** By how much each region grows; Infinity for those that are too small, too large or grow too much. */
function growths({ count, level, area, parent }: ComponentTree, options: StableOptions): Float32Array {
  const { over, mostGrowth, least, most } = options
  const growth = new Float32Array(count).fill(Number.POSITIVE_INFINITY)
  for (let node = 0; node < count; node++) {
    const own = area[node] as number
    if (own < least || own > most) continue
    const limit = (level[node] as number) + over
    let above = node
    let next = parent[node] as number
    while (next !== above && (level[next] as number) <= limit) {
      above = next
      next = parent[next] as number
    }
    const grown = ((area[above] as number) - own) / own
    if (grown <= mostGrowth) growth[node] = grown
  }
  return growth
}

/** Along each branch those that grow least. */
function mostStable({ count, parent, area }: ComponentTree, growth: Float32Array, { diversity }: StableOptions) {
  /** For each node the most stable one of nearly its size below it. */
  const best = new Int32Array(count).fill(-1)
  const found: number[] = []
  for (let node = 0; node < count; node++) {
    const own = growth[node] as number
    let champion = best[node] as number
    if (own < Number.POSITIVE_INFINITY && (champion < 0 || own < (growth[champion] as number))) champion = node
    if (champion < 0) continue
    const above = parent[node] as number
    if (above === node || (area[champion] as number) < (1 - diversity) * (area[above] as number)) {
      found.push(champion)
      continue
    }
    const other = best[above] as number
    if (other < 0 || (growth[champion] as number) < (growth[other] as number)) best[above] = champion
  }
  return found
}

/** Lists the pixels of regions. */
function openLister({ grey, width, height }: Grey, { level: levels, area, seed }: ComponentTree) {
  const seen = new Int32Array(grey.length).fill(-1)
  const stack = new Int32Array(grey.length)
  return (node: number): Int32Array => {
    const level = levels[node] as number
    const first = seed[node] as number
    let count = 1
    stack[0] = first
    seen[first] = node
    for (let i = 0; i < count; i++) {
      const at = stack[i] as number
      const x = at % width
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue
        const next = side === 0 ? at - 1 : side === 1 ? at + 1 : side === 2 ? at - width : at + width
        if (next < 0 || next >= width * height || seen[next] === node || (grey[next] as number) > level) continue
        seen[next] = node
        stack[count++] = next
      }
    }
    return stack.slice(0, area[node])
  }
}

function boxOf(pixels: Int32Array, width: number): Box {
  const box = { x1: Number.POSITIVE_INFINITY, y1: Number.POSITIVE_INFINITY, x2: 0, y2: 0 }
  for (let i = 0; i < pixels.length; i++) {
    const at = pixels[i] as number
    const y = Math.floor(at / width)
    const x = at - y * width
    if (x < box.x1) box.x1 = x
    if (x >= box.x2) box.x2 = x + 1
    if (y < box.y1) box.y1 = y
    if (y >= box.y2) box.y2 = y + 1
  }
  return box
}

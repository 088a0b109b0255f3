import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const reach = 23
const sigma = 34 / 6

/**
 * Visual complexity of Image Analyzer: connected regions that are brighter than their surroundings and larger than a 25,000th
 * of the picture. Brighter: the mean of R, G, B, cut to a whole level, above its Gaussian mean (sigma 34/6, borders repeated in
 * reverse).
 */
export function regionVariables({ picture: { rgb }, width, height, pixels }: View): Row {
  const levels = new Uint8Array(pixels)
  for (let i = 0, at = 0; i < pixels; i++, at += 3) {
    levels[i] = ((rgb[at] as number) + (rgb[at + 1] as number) + (rgb[at + 2] as number)) / 3
  }
  const around = smoothed(levels, width, height)
  const bright = new Uint8Array(pixels)
  for (let i = 0; i < pixels; i++) bright[i] = (levels[i] as number) > (around[i] as number) ? 1 : 0
  return { bright_regions: largeRegions(bright, width, height, pixels / 25_000) }
}

const weights = (() => {
  const raw = Array.from({ length: reach + 1 }, (_, d) => Math.exp((-0.5 * d * d) / (sigma * sigma)))
  const sum = raw.reduce((total, weight, d) => total + (d === 0 ? 1 : 2) * weight, 0)
  return Float64Array.from(raw, (weight) => weight / sum)
})()

function smoothed(levels: Uint8Array, width: number, height: number): Float64Array {
  const down = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    const to = y * width
    for (let x = 0; x < width; x++) down[to + x] = (weights[0] as number) * (levels[to + x] as number)
    for (let d = 1; d <= reach; d++) {
      const weight = weights[d] as number
      const above = reversed(y - d, height) * width
      const below = reversed(y + d, height) * width
      for (let x = 0; x < width; x++) {
        down[to + x] =
          (down[to + x] as number) + weight * ((levels[above + x] as number) + (levels[below + x] as number))
      }
    }
  }
  const across = new Float64Array(width * height)
  const line = new Float64Array(width + 2 * reach)
  for (let y = 0; y < height; y++) {
    for (let x = -reach; x < width + reach; x++) line[x + reach] = down[y * width + reversed(x, width)] as number
    for (let x = 0; x < width; x++) {
      let sum = (weights[0] as number) * (line[x + reach] as number)
      for (let d = 1; d <= reach; d++) {
        sum += (weights[d] as number) * ((line[x + reach - d] as number) + (line[x + reach + d] as number))
      }
      across[y * width + x] = sum
    }
  }
  return across
}

/** ... c b a | a b c ... */
function reversed(index: number, size: number): number {
  let at = index
  while (at < 0 || at >= size) at = at < 0 ? -at - 1 : 2 * size - 1 - at
  return at
}

/** Regions of ones, 8 neighbours, with more than so many pixels: runs of a row that touch runs of the row above are joined. */
function largeRegions(map: Uint8Array, width: number, height: number, least: number): number {
  const parent: number[] = []
  const area: number[] = []
  const rootOf = (run: number): number => {
    let root = run
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number
      root = parent[root] as number
    }
    return root
  }
  let above: { from: number; end: number; run: number }[] = []
  for (let y = 0; y < height; y++) {
    const here: typeof above = []
    let next = 0
    for (let x = 0; x < width; x++) {
      if (!map[y * width + x]) continue
      const from = x
      while (x < width && map[y * width + x]) x++
      const run = parent.length
      parent.push(run)
      area.push(x - from)
      // The row above may touch at a corner: from - 1 to end.
      while (next < above.length && (above[next] as { end: number }).end < from) next++
      for (let i = next; i < above.length && (above[i] as { from: number }).from <= x; i++) {
        const [a, b] = [rootOf((above[i] as { run: number }).run), rootOf(run)]
        if (a === b) continue
        parent[b] = a
        area[a] = (area[a] as number) + (area[b] as number)
      }
      here.push({ from, end: x, run })
    }
    above = here
  }
  return parent.filter((root, run) => root === run && (area[run] as number) > least).length
}

import { type Box, boxArea, hull, intersection, iou, type Size } from '../../image/box.ts'
import type { Raster } from './reference.ts'

/** Something that stands out from what surrounds it. */
export interface Blob {
  box: Box
  /** How many level sets, of all channels, show it so. */
  levels: number
}

/** Level sets of a channel. */
const levels = 12
/** Share of the darkest and lightest px of a channel that is left out when its levels are chosen. */
const extremes = 0.01
/** For that, every so many px are enough. */
const sampling = 7
/** A channel that varies by less than this many grey levels shows nothing. */
const leastRange = 12
/** Blobs with a shorter side, px, are specks. */
const shortestSide = 6
/** Thin lines fill less of their box. */
const leastFilled = 0.08
/** Boxes that overlap by more (IoU) are one blob. */
const same = 0.8
/** Two blobs are parts of one thing: one is at most so many times as large, they share less of the smaller, and fill more of their hull. */
const paired = { larger: 4, shared: 0.2, filled: 0.4 }

/**
 * What stands out in a picture: connected parts of the level sets of lightness and two opponent colours that do not reach the
 * picture's edge. What many neighbouring levels show is a thing with an edge, after the extremal regions of Matas et al. (2002).
 * @param most the ones with most levels
 * @returns boxes in px of the picture
 */
export function blobsOf(picture: Raster, most: number): Blob[] {
  const found: Blob[] = []
  for (const channel of channelsOf(picture)) {
    const sorted = channel.filter((_, i) => i % sampling === 0).sort()
    const low = sorted[Math.floor(extremes * sorted.length)] as number
    const high = sorted[Math.floor((1 - extremes) * (sorted.length - 1))] as number
    if (high - low < leastRange) continue
    for (let level = 1; level <= levels; level++) {
      for (const box of partsOf(channel, picture, low + ((high - low) * level) / (levels + 1))) {
        const known = found.find((other) => iou(other.box, box) > same)
        if (known) known.levels++
        else found.push({ box, levels: 1 })
      }
    }
  }
  return found.sort((a, b) => b.levels - a.levels).slice(0, most)
}

/**
 * Hulls of two blobs that stand beside one another and are of one order of size: a symbol and its name, two halves of a disc.
 * @returns each pair once; as many levels show it as show the fainter one
 */
export function pairsOf(blobs: readonly Blob[]): Blob[] {
  return blobs.flatMap((one, i) =>
    blobs.slice(i + 1).flatMap((other) => {
      const areas = [boxArea(one.box), boxArea(other.box)] as const
      const smaller = Math.min(...areas)
      if (Math.max(...areas) > paired.larger * smaller) return []
      const shared = boxArea(intersection(one.box, other.box))
      const both = hull([one.box, other.box])
      if (shared >= paired.shared * smaller || areas[0] + areas[1] <= paired.filled * boxArea(both)) return []
      return [{ box: both, levels: Math.min(one.levels, other.levels) }]
    }),
  )
}

/** Lightness, red against green, yellow against blue. */
function channelsOf({ rgb, width, height }: Raster): Float32Array[] {
  const pixels = width * height
  const [light, red, yellow] = [new Float32Array(pixels), new Float32Array(pixels), new Float32Array(pixels)]
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]
    light[i] = 0.299 * r + 0.587 * g + 0.114 * b
    red[i] = r - g
    yellow[i] = (r + g) / 2 - b
  }
  return [light, red, yellow]
}

/**
 * Boxes of the connected parts (four neighbours) above and of those below a level. Runs of each row join those that they touch in the
 * row before: a picture has few runs, and this is done three dozen times a word (bench recognition).
 */
function partsOf(plane: Float32Array, { width, height }: Size, level: number): Box[] {
  const [starts, parents] = [new Int32Array(plane.length + 1), new Int32Array(plane.length)]
  const rows = new Int32Array(height + 1)
  let runs = 0
  for (let y = 0; y < height; y++) {
    const row = y * width
    const [before, here] = [y === 0 ? 0 : (rows[y - 1] as number), runs]
    rows[y] = runs
    let touching = before
    for (let x = 0; x < width; ) {
      const above = (plane[row + x] as number) > level
      starts[runs] = row + x
      parents[runs] = runs
      do x++
      while (x < width && (plane[row + x] as number) > level === above)
      for (; y > 0 && touching < here && (starts[touching] as number) < row + x - width; touching++) {
        if ((plane[starts[touching] as number] as number) > level !== above) continue
        const end = touching + 1 < here ? (starts[touching + 1] as number) : row
        if (end > (starts[runs] as number) - width) join(parents, touching, runs)
      }
      // The last run that was touched may reach further than this one.
      if (touching > before) touching--
      runs++
    }
  }
  rows[height] = runs
  starts[runs] = plane.length
  return boxesOf({ starts, parents, rows, runs }, { width, height })
}

function join(parents: Int32Array, a: number, b: number): void {
  const [one, other] = [rootOf(parents, a), rootOf(parents, b)]
  parents[Math.max(one, other)] = Math.min(one, other)
}

function rootOf(parents: Int32Array, run: number): number {
  let root = run
  while (parents[root] !== root) root = parents[root] as number
  while (parents[run] !== root) [parents[run], run] = [root, parents[run] as number]
  return root
}

interface Runs {
  /** Where each begins, px of the plane; the one after the last begins behind it. */
  starts: Int32Array
  /** To which run before it a run belongs. */
  parents: Int32Array
  /** The first run of each row. */
  rows: Int32Array
  runs: number
}

/** Boxes of what is no speck, no thin line, and does not reach the edge. */
function boxesOf({ starts, parents, rows, runs }: Runs, { width, height }: Size): Box[] {
  const sums = new Int32Array(5 * runs)
  const roots: number[] = []
  for (let y = 0; y < height; y++) {
    for (let run = rows[y] as number; run < (rows[y + 1] as number); run++) {
      const [from, to] = [(starts[run] as number) - y * width, (starts[run + 1] as number) - y * width]
      const root = rootOf(parents, run)
      const at = 5 * root
      if (root === run) {
        roots.push(root)
        sums.set([from, y, to, y + 1, 0], at)
      }
      sums[at] = Math.min(sums[at] as number, from)
      sums[at + 2] = Math.max(sums[at + 2] as number, to)
      sums[at + 3] = y + 1
      sums[at + 4] = (sums[at + 4] as number) + to - from
    }
  }
  return roots.flatMap((root) => {
    const [x1, y1, x2, y2, area] = sums.subarray(5 * root, 5 * root + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ]
    if (x1 === 0 || y1 === 0 || x2 === width || y2 === height) return []
    const [across, down] = [x2 - x1, y2 - y1]
    return Math.min(across, down) >= shortestSide && area >= leastFilled * across * down ? [{ x1, y1, x2, y2 }] : []
  })
}

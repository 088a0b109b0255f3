import { type Lab, labOf, nameOf } from './colour-names.ts'
import { cellSumsOf } from './kernel/colour-walks.ts'
import type { Palette } from './kernel/palette.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const clusters = 5
const rounds = 20

/**
 * Dominant colours: k-means in CIELAB with five clusters, of the mean colours of 16 x 16 x 16 cells of RGB by their pixels. It
 * begins with the fullest cell, then always with the one that is farthest (by pixels times squared distance) from those before;
 * so the same picture has the same colours.
 */
export function dominantVariables({ palette, pixels }: View): Row {
  const cells = cellsOf(palette)
  const centres = firstCentres(cells)
  const members = new Uint8Array(cells.pixels.length)
  for (let round = 0; round < rounds; round++) {
    const moved = assign(cells, centres, members)
    if (!moved && round > 0) break
    for (const [cluster, { pixels: count, ...means }] of meansOf(cells, members, centres.length).entries()) {
      if (count > 0) centres[cluster] = means
    }
  }
  const found = meansOf(cells, members, centres.length)
    .filter((mean) => mean.pixels > 0)
    .map(({ r, g, blue, pixels: count }) => ({
      rgb: [r, g, blue].map(Math.round) as [number, number, number],
      share: count / pixels,
    }))
    .sort((x, y) => y.share - x.share)
  return {
    dominant_colours: found.map(({ rgb }) => hex(rgb)),
    dominant_colour_names: found.map(({ rgb }) => nameOf(labOf(...rgb))),
    dominant_colour_shares: found.map(({ share }) => share),
    dominant_colour_share: found[0]?.share ?? null,
  }
}

const channels = ['l', 'a', 'b', 'r', 'g', 'blue'] as const

/** Mean colours of cells that have pixels, in CIELAB and in RGB, and how many pixels each has. */
type Cells = Record<(typeof channels)[number] | 'pixels', Float64Array>

function cellsOf(palette: Palette): Cells {
  const sums = cellSumsOf(palette)
  const full = Uint16Array.from({ length: 4096 }, (_, cell) => cell).filter(
    (cell) => (sums[4 * cell + 3] as number) > 0,
  )
  const column = () => new Float64Array(full.length)
  const cells = { l: column(), a: column(), b: column(), r: column(), g: column(), blue: column(), pixels: column() }
  for (let i = 0; i < full.length; i++) {
    const at = 4 * (full[i] as number)
    const pixels = sums[at + 3] as number
    const [r, g, blue] = [
      (sums[at] as number) / pixels,
      (sums[at + 1] as number) / pixels,
      (sums[at + 2] as number) / pixels,
    ]
    const lab = labOf(Math.round(r), Math.round(g), Math.round(blue))
    cells.l[i] = lab.l
    cells.a[i] = lab.a
    cells.b[i] = lab.b
    cells.r[i] = r
    cells.g[i] = g
    cells.blue[i] = blue
    cells.pixels[i] = pixels
  }
  return cells
}

function firstCentres(cells: Cells): Lab[] {
  const at = (i: number): Lab => ({ l: cells.l[i] as number, a: cells.a[i] as number, b: cells.b[i] as number })
  const centres = [at(firstLargest(cells.pixels))]
  const members = new Uint8Array(cells.pixels.length)
  while (centres.length < clusters) {
    assign(cells, centres, members)
    const far = cells.pixels.map((pixels, i) => pixels * distance(cells, i, centres[members[i] as number] as Lab))
    const farthest = firstLargest(far)
    if ((far[farthest] as number) < 1e-9) break
    centres.push(at(farthest))
  }
  return centres
}

function firstLargest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0)
}

/** Gives each cell its nearest centre, the first of equals. @returns whether one has another than before */
function assign(cells: Cells, centres: readonly Lab[], members: Uint8Array): boolean {
  let moved = false
  const nearest = new Float64Array(members.length).fill(Number.POSITIVE_INFINITY)
  const chosen = new Uint8Array(members.length)
  for (const [c, { l, a, b }] of centres.entries()) {
    for (let i = 0; i < members.length; i++) {
      const dl = (cells.l[i] as number) - l
      const da = (cells.a[i] as number) - a
      const db = (cells.b[i] as number) - b
      const far = dl * dl + da * da + db * db
      if (far >= (nearest[i] as number)) continue
      nearest[i] = far
      chosen[i] = c
    }
  }
  for (let i = 0; i < members.length; i++) {
    if (members[i] !== chosen[i]) moved = true
    members[i] = chosen[i] as number
  }
  return moved
}

function distance({ l, a, b }: Cells, i: number, centre: Lab): number {
  return ((l[i] as number) - centre.l) ** 2 + ((a[i] as number) - centre.a) ** 2 + ((b[i] as number) - centre.b) ** 2
}

type Means = Record<(typeof channels)[number] | 'pixels', number>

/** Means of each cluster by pixels; all nought where it has none. */
function meansOf(cells: Cells, members: Uint8Array, count: number): Means[] {
  const pixels = new Float64Array(count)
  for (let i = 0; i < members.length; i++) add(pixels, members[i] as number, cells.pixels[i] as number)
  const sums = channels.map((channel) => {
    const values = cells[channel]
    const sum = new Float64Array(count)
    for (let i = 0; i < members.length; i++) {
      add(sum, members[i] as number, (cells.pixels[i] as number) * (values[i] as number))
    }
    return sum
  })
  return Array.from({ length: count }, (_, cluster) => {
    const all = pixels[cluster] as number
    const means = channels.map((channel, i) => [channel, (sums[i]?.[cluster] as number) / Math.max(1, all)])
    return { ...Object.fromEntries(means), pixels: all } as Means
  })
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

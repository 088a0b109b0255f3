import { type Lab, labOf, nameOf } from './colour-names.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const clusters = 5
const rounds = 20

interface Colour extends Lab {
  r: number
  g: number
  b2: number
  pixels: number
}

/**
 * Dominant colours: k-means in CIELAB with five clusters, of the mean colours of 16 x 16 x 16 cells of RGB by their pixels. It
 * begins with the fullest cell, then always with the one that is farthest (by pixels times squared distance) from those before;
 * so the same picture has the same colours.
 */
export function dominantVariables({ picture: { rgb }, pixels }: View): Row {
  const colours = cellsOf(rgb)
  const centres = [colours.reduce((best, colour) => (colour.pixels > best.pixels ? colour : best))] as Lab[]
  while (centres.length < clusters) {
    const far = colours.map((colour) => colour.pixels * distance(colour, centres[nearest(colour, centres)] as Lab))
    const farthest = Math.max(...far)
    if (farthest < 1e-9) break
    centres.push(colours[far.indexOf(farthest)] as Colour)
  }
  let groups: Colour[][] = []
  for (let round = 0; round < rounds; round++) {
    groups = centres.map(() => [])
    for (const colour of colours) groups[nearest(colour, centres)]?.push(colour)
    groups.forEach((group, i) => {
      if (group.length > 0) centres[i] = { l: mean(group, 'l'), a: mean(group, 'a'), b: mean(group, 'b') }
    })
  }
  const found = groups
    .filter((group) => group.length > 0)
    .map((group) => ({ group, share: group.reduce((sum, colour) => sum + colour.pixels, 0) / pixels }))
    .sort((x, y) => y.share - x.share)
  return {
    dominant_colours: found.map(({ group }) => hex([mean(group, 'r'), mean(group, 'g'), mean(group, 'b2')])),
    dominant_colour_names: found.map(({ group }) =>
      nameOf(labOf(Math.round(mean(group, 'r')), Math.round(mean(group, 'g')), Math.round(mean(group, 'b2')))),
    ),
    dominant_colour_shares: found.map(({ share }) => share),
    dominant_colour_share: found[0]?.share ?? null,
  }
}

/** The cells that have pixels, with their mean colour. */
function cellsOf(rgb: Uint8Array): Colour[] {
  const sums = new Float64Array(4 * 4096)
  for (let at = 0; at < rgb.length; at += 3) {
    const r = rgb[at] as number
    const g = rgb[at + 1] as number
    const b = rgb[at + 2] as number
    const cell = 4 * (((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4))
    sums[cell] = (sums[cell] as number) + r
    sums[cell + 1] = (sums[cell + 1] as number) + g
    sums[cell + 2] = (sums[cell + 2] as number) + b
    sums[cell + 3] = (sums[cell + 3] as number) + 1
  }
  const colours: Colour[] = []
  for (let cell = 0; cell < sums.length; cell += 4) {
    const [r = 0, g = 0, b = 0, pixels = 0] = sums.subarray(cell, cell + 4)
    if (pixels === 0) continue
    const lab = labOf(Math.round(r / pixels), Math.round(g / pixels), Math.round(b / pixels))
    colours.push({ ...lab, r: r / pixels, g: g / pixels, b2: b / pixels, pixels })
  }
  return colours
}

function nearest(colour: Lab, centres: readonly Lab[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < centres.length; i++) {
    const far = distance(colour, centres[i] as Lab)
    if (far < least) {
      least = far
      best = i
    }
  }
  return best
}

function distance(p: Lab, q: Lab): number {
  return (p.l - q.l) ** 2 + (p.a - q.a) ** 2 + (p.b - q.b) ** 2
}

function mean(group: readonly Colour[], key: 'l' | 'a' | 'b' | 'r' | 'g' | 'b2'): number {
  let [sum, pixels] = [0, 0]
  for (const colour of group) {
    sum += colour[key] * colour.pixels
    pixels += colour.pixels
  }
  return sum / pixels
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

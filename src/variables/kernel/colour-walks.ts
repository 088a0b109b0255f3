import type { Kernel } from './exports.ts'
import { kernel, places } from './module.ts'
import type { Palette } from './palette.ts'
import { resident, room } from './resident.ts'

/** How many pixels have each 8-bit hue, saturation and value; and each of 20 bins of hue, where there is a colour to see. */
export interface HsvCounts {
  hue: Uint32Array
  saturation: Uint32Array
  value: Uint32Array
  /** Of 9 half degrees each: pixels with saturation >= 0.2 and value from 0.15 to 0.95. */
  hueBins: Uint32Array
}

/** How many pixels have each 8-bit hue (half degrees), saturation and value: by the fixed-point arithmetic of OpenCV's RGB2HSV of 8 bits. */
export function hsvCountsOf({ size, colours, counts }: Palette): HsvCounts {
  const k = kernel()
  const at = room(k, { to: 4 * 1024 })
  const histograms = new Uint32Array(k.memory.buffer, at.to, 1024).fill(0)
  k.hsvCounts(colours.at, counts.at, Math.ceil(size / 4), at.to)
  const [hue, saturation, value, bins] = [0, 1, 2, 3].map((i) => histograms.slice(256 * i, 256 * (i + 1))) as Four
  return { hue, saturation, value, hueBins: bins.slice(0, 20) }
}

type Four = [Uint32Array, Uint32Array, Uint32Array, Uint32Array]

/**
 * How many pixels have each value of the twelve channels of `../colour-spaces.ts`.
 * @param tables linear light and f of CIELAB, as `assembly/channels.ts` says
 */
export function channelCountsOf(
  { size, colours, counts }: Palette,
  tables: { light: Uint16Array; root: Uint16Array },
): Uint32Array[] {
  const k = kernel()
  const { light, root } = tables
  const at = room(k, { light: light.byteLength, root: root.byteLength, to: 12 * 1024 })
  new Uint16Array(k.memory.buffer, at.light, light.length).set(light)
  new Uint16Array(k.memory.buffer, at.root, root.length).set(root)
  const histograms = new Uint32Array(k.memory.buffer, at.to, 12 * 256).fill(0)
  const steps = Math.ceil(size / 4)
  k.channelCounts(colours.at, counts.at, steps, at.light, at.root, at.to)
  return Array.from({ length: 12 }, (_, i) => histograms.slice(256 * i, 256 * (i + 1)))
}

/** How many pixels have each of 256 levels: what three tables of 256 bytes say of R, G, B, added up, at most 255. */
export function levelCountsOf(palette: Palette, tables: Uint8Array): Uint32Array {
  return countsBy(kernel().levelCounts, palette, tables)
}

/** How many pixels have each of at most 256 names. @param table the name of each of 32 x 32 x 32 cells of RGB, red's levels first */
export function nameCountsOf(palette: Palette, table: Uint8Array): Uint32Array {
  return countsBy(kernel().nameCounts, palette, table)
}

function countsBy(count: Kernel['nameCounts'], { size, colours, counts }: Palette, table: Uint8Array): Uint32Array {
  const from = resident(table)
  const at = room(kernel(), { to: 1024 })
  const found = new Uint32Array(kernel().memory.buffer, at.to, 256).fill(0)
  count(colours.at, counts.at, size, from, at.to)
  return found.slice()
}

/** Sums of R, G, B and how many pixels, of each of 16 x 16 x 16 cells of RGB, red's levels first: four numbers a cell. */
export function cellSumsOf({ size, colours, counts }: Palette): Float64Array {
  const k = kernel()
  const at = room(k, { to: 4096 * 32 })
  const sums = new Float64Array(k.memory.buffer, at.to, 4 * 4096).fill(0)
  k.cellSums(colours.at, counts.at, size, at.to)
  return sums.slice()
}

const ofColourfulness = ['chroma', 'a', 'b', 'aa', 'bb', 'rg', 'yb', 'rgrg', 'ybyb'] as const

/** Sums over all pixels of chroma, a*, b* and their squares, of |R - G|, |R + G - 2 B| and theirs. */
export function colourfulnessSums(palette: Palette): Record<(typeof ofColourfulness)[number], number> {
  return sumsBy(kernel().colourfulness, palette, ofColourfulness)
}

const ofLab = ['l', 'a', 'b', 'll', 'aa', 'bb', 'chroma'] as const

/** Sums over all pixels of L*, a*, b*, their squares, and chroma. */
export function labSumsOf(palette: Palette): Record<(typeof ofLab)[number], number> {
  return sumsBy(kernel().labSums, palette, ofLab)
}

function sumsBy<T extends string>(
  add: Kernel['labSums'],
  { size, colours, counts }: Palette,
  names: readonly T[],
): Record<T, number> {
  const sums = new Float64Array(kernel().memory.buffer, places.sums, names.length).fill(0)
  add(colours.at, counts.at, Math.ceil(size / 2), places.sums)
  return Object.fromEntries(names.map((name, i) => [name, sums[i] as number])) as Record<T, number>
}

import { readFileSync } from 'node:fs'
import { compress, part } from '../lab.ts'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface Kernel {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  colours(rgb: number, steps: number, grey: number, luma: number, sums: number): void
  saturation(colours: number, counts: number, steps: number, shift: number, sums: number): void
  cielab(colours: number, counts: number, steps: number, sums: number): void
  histogram(levels: number, count: number, counts: number): void
  narrowRows(luma: number, width: number, height: number, taps: number, narrow: number): void
  narrowColumns(narrow: number, taps: number, small: number): void
  edges(
    grey: number,
    width: number,
    height: number,
    low: number,
    high: number,
    lines: number,
    rows: number,
    line: number,
    map: number,
    sums: number,
  ): void
  startColours(directory: number, pages: number): void
  countColours(
    ...places: [
      rgb: number,
      pixels: number,
      keys: number,
      directory: number,
      pages: number,
      list: number,
      found: number,
    ]
  ): number
  collectColours(list: number, found: number, directory: number, counts: number): void
  matlabGreys(rgb: number, steps: number, products: number, rounded: number): void
  hsvPlanes(rgb: number, steps: number, hue: number, saturation: number, value: number): void
  variation(plane: number, width: number, height: number, to: number): void
  blockSums(plane: number, stride: number, width: number, height: number, sums: number): void
  columnSums(plane: number, width: number, height: number, sums: number): void
  laplacianSums(
    ...places: [grey: number, stride: number, width: number, height: number, lines: number, line: number, sums: number]
  ): void
  laplacianSum(plane: number, width: number, height: number): number
  noiseSum(plane: number, width: number, height: number): number
  haarSum(plane: number, stride: number, width: number, height: number): number
  means(rgb: number, steps: number, levels: number): void
  brightRegions(
    ...places: [
      ...[levels: number, width: number, height: number, weights: number, column: number],
      ...[bright: number, runs: number, labels: number, area: number],
    ]
  ): number
  gradients(
    ...places: [
      ...[grey: number, width: number, height: number, weights: number],
      ...[line: number, smooth: number, lengths: number, sides: number],
    ]
  ): number
  followCrests(
    ...places: [
      ...[lengths: number, sides: number, width: number, height: number, low: number, high: number],
      ...[crests: number, stack: number, seen: number],
    ]
  ): number
  labPlanes(
    ...places: [
      ...[rgb: number, width: number, height: number, tables: number, scale: number],
      ...[stride: number, l: number, a: number, b: number],
    ]
  ): void
  blockRanges(
    ...places: [l: number, a: number, b: number, width: number, height: number, stride: number, blocks: number]
  ): void
  assign(
    ...places: [
      ...[l: number, a: number, b: number, width: number, height: number, stride: number],
      ...[blocks: number, groups: number, middles: number, pixel: number, columns: number, rows: number],
      ...[across: number, down: number, tall: number, scratch: number, sums: number, labels: number, pitch: number],
    ]
  ): void
  joinParts(
    ...places: [
      ...[labels: number, width: number, height: number, pitch: number],
      ...[small: number, large: number, queue: number, joined: number],
    ]
  ): void
  partSums(
    ...places: [joined: number, width: number, height: number, pitch: number, weights: number, sums: number]
  ): void
  blur(grey: number, width: number, height: number, line: number, across: number, to: number): void
  edgePlane(map: number, width: number, height: number, to: number): void
  lineSegments(
    ...places: [
      ...[left: number, width: number, height: number],
      ...[waiting: number, votes: number, turns: number, lines: number],
    ]
  ): number
  mirroredRows(rgb: number, width: number, height: number): number
  mirroredColumns(rgb: number, width: number, height: number): number
  figureSums(rgb: number, marks: number, edges: number, steps: number, sums: number): void
  enlarge(
    ...places: [
      ...[rows: number, line: number, taps: number, width: number, height: number],
      ...[bytes: number, limits: number],
    ]
  ): void
  markAbove(
    ...places: [
      ...[rows: number, line: number, taps: number, width: number, height: number],
      ...[threshold: number, marks: number],
    ]
  ): void
  spectrumRows(
    ...places: [
      ...[grey: number, stride: number, width: number, height: number, plan: number],
      ...[data: number, work: number, zeros: number, spectrum: number, height8: number],
    ]
  ): void
  spectrumColumns(
    ...places: [
      ...[spectrum: number, width: number, height: number, height8: number, plan: number, work: number],
      ...[least: number, radii: number, count: number],
    ]
  ): number
  halfCircles(
    spectrum: number,
    width: number,
    height: number,
    height8: number,
    directions: number,
    points: number,
    radii: number,
    sums: number,
  ): void
  follow(map: number, size: number, stride: number, stack: number, room: number): number
}

/** Pixels that are handed over at a time: with what is made of them they stay in the processor's nearest caches. */
export const pixelsAtOnce = 8192
export const stackRoom = 65_536
const cells = 905

/** Where the parts that every picture shares lie in the kernel's memory; pictures have what follows `free`. */
export const places = inOrder({
  // At 4096: `assembly/cielab.ts` has it written in.
  tables: 24_576 + 32 * cells,
  sums: 18 * 8,
  counts: 4096,
  small: 1024,
  rgb: 3 * pixelsAtOnce,
  stack: 4 * stackRoom,
  keys: 4 * pixelsAtOnce + 64,
  directory: 4 * 4096,
  // Of 64 MB a photo touches some ten: a page for each part of the colour cube that it has a colour of.
  pages: 4096 * 16_384,
  free: 0,
})

/** Addresses of parts of these sizes, one after the other; what AssemblyScript itself keeps is below 4096. */
function inOrder<T extends string>(sizes: Record<T, number>): Record<T, number> {
  let next = 4096
  const addresses = { ...sizes }
  for (const name of Object.keys(sizes) as T[]) {
    addresses[name] = next
    next += Math.ceil(sizes[name] / 64) * 64
  }
  return addresses
}

/** What is used of WebAssembly: its types come with the DOM's, which this project has not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: Kernel }
}

let loaded: Kernel | null = null

/** The kernel, compiled on first use (about a millisecond), its tables filled. */
export function kernel(): Kernel {
  if (loaded) return loaded
  const bytes = readFileSync(new URL('kernel.wasm', import.meta.url))
  const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  loaded = new Instance(new Module(bytes)).exports
  reserve(loaded, places.free)
  fillTables(new Float64Array(loaded.memory.buffer, places.tables, 3072 + 4 * cells))
  return loaded
}

/** Makes the memory at least so large. It never shrinks: the largest picture of a lane decides. */
export function reserve({ memory }: Kernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
}

/** CIELAB: what each value of R, G, B adds to (X, Y), then to Z; then f, as `assembly/cielab.ts` says. */
function fillTables(tables: Float64Array): void {
  for (const channel of [0, 1, 2] as const) {
    const [x, y, z] = [part(0, channel), part(1, channel), part(2, channel)]
    for (let value = 0; value < 256; value++) {
      tables[512 * channel + 2 * value] = x[value] as number
      tables[512 * channel + 2 * value + 1] = y[value] as number
      // Z's tables are as wide as the others, so that one offset of a value serves both.
      tables[1536 + 512 * channel + 2 * value] = z[value] as number
    }
  }
  tables.set([compress(0), 7.787, 0, 0], 3072)
  for (let cell = 1; cell < cells; cell++) tables.set(cubeRootNear(cellMiddle(cell)), 3072 + 4 * cell)
}

/** Cells are steps of the upper word of a 64-bit float, from just above 0.008856 on. */
function cellMiddle(cell: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(0, 0x3f822319 + (cell - 1) * 8192 + 4096)
  return view.getFloat64(0)
}

/** Taylor's cubic of the cube root about m, as coefficients of 1, t, t², t³: c (1 + d/3 - d²/9 + 5 d³/81), d = t/m - 1. */
function cubeRootNear(m: number): number[] {
  const c = Math.cbrt(m)
  return [
    c * (1 - 1 / 3 - 1 / 9 - 5 / 81),
    (c / m) * (1 / 3 + 2 / 9 + 15 / 81),
    (c / m ** 2) * (-1 / 9 - 15 / 81),
    (c / m ** 3) * (5 / 81),
  ]
}

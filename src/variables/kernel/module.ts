import { readFileSync } from 'node:fs'
import { part } from '../lab.ts'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface Kernel {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  colours(rgb: number, steps: number, tables: number, grey: number, luma: number, sums: number, shift: number): void
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
  follow(map: number, size: number, stride: number, stack: number, room: number): number
}

/** Where the parts that every picture shares lie in the kernel's memory; pictures have what follows `free`. */
export const places = {
  tables: 4096,
  sums: 4096 + 24_576 + 16 * 904,
  counts: 49_152,
  small: 53_248,
  rgb: 57_344,
  stack: 57_344 + 3 * 32_768,
  free: 57_344 + 3 * 32_768 + 4 * 65_536,
}

/** Pixels that are handed over at a time: they stay in the processor's second cache. */
export const pixelsAtOnce = 32_768
export const stackRoom = 65_536

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
  fillTables(new Float64Array(loaded.memory.buffer, places.tables, 3072 + 2 * 904))
  return loaded
}

/** Makes the memory at least so large. It never shrinks: the largest picture of a lane decides. */
export function reserve({ memory }: Kernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
}

/** CIELAB: what each value of R, G, B adds to (X, Y), then to Z; then cube roots and inverses, 128 an octave from 2^-7. */
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
  for (let cell = 0; cell < 904; cell++) {
    const middle = 2 ** (Math.floor(cell / 128) - 7) * (1 + ((cell % 128) + 0.5) / 128)
    tables[3072 + 2 * cell] = Math.cbrt(middle)
    tables[3072 + 2 * cell + 1] = 1 / middle
  }
}

import { openWasm } from '../../wasm.ts'
import { compress, part } from '../lab.ts'
import { videoPart } from '../video-lab.ts'
import type { Kernel } from './exports.ts'

/** Pixels that are handed over at a time: with what is made of them they stay in the processor's nearest caches. */
export const pixelsAtOnce = 8192
export const stackRoom = 65_536
const cells = 905

/** Where the parts that every picture shares lie in the kernel's memory; pictures have what follows `free`. */
export const places = inOrder({
  // At 4096: `assembly/cielab.ts` has it written in.
  tables: 2 * 24_576 + 32 * cells,
  sums: 18 * 8,
  counts: 4096,
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

let loaded: Kernel | null = null

/** The kernel, compiled on first use (about a millisecond), its tables filled. */
export function kernel(): Kernel {
  if (loaded) return loaded
  loaded = openWasm<Kernel>(new URL('kernel.wasm', import.meta.url))
  reserve(loaded, places.free)
  fillTables(new Float64Array(loaded.memory.buffer, places.tables, 2 * 3072 + 4 * cells))
  return loaded
}

/**
 * Makes the memory at least so large. It never shrinks: the largest picture of a lane decides. It grows by a quarter at least,
 * as each time garbage is collected; what nobody writes to takes no room.
 */
export function reserve({ memory }: Kernel, bytes: number): void {
  const size = memory.buffer.byteLength
  if (bytes <= size) return
  const enough = Math.max(bytes, Math.min(1.25 * size, 2 ** 32))
  memory.grow(Math.ceil((enough - size) / 65_536))
}

/** CIELAB as `assembly/cielab.ts` says: X, Y, Z of sRGB; f; X, Y, Z by the curve of BT.709. */
function fillTables(tables: Float64Array): void {
  fillXyz(tables, part)
  tables.set([compress(0), 7.787, 0, 0], 3072)
  for (let cell = 1; cell < cells; cell++) tables.set(cubeRootNear(cellMiddle(cell)), 3072 + 4 * cell)
  fillXyz(tables.subarray(3072 + 4 * cells), videoPart)
}

/** What each value of R, G, B adds to (X, Y), then to Z. */
function fillXyz(tables: Float64Array, partOf: typeof part): void {
  for (const channel of [0, 1, 2] as const) {
    const [x, y, z] = [partOf(0, channel), partOf(1, channel), partOf(2, channel)]
    for (let value = 0; value < 256; value++) {
      tables[512 * channel + 2 * value] = x[value] as number
      tables[512 * channel + 2 * value + 1] = y[value] as number
      // Z's tables are as wide as the others, so that one offset of a value serves both.
      tables[1536 + 512 * channel + 2 * value] = z[value] as number
    }
  }
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

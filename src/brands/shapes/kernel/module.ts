import { openWasm, type WasmMemory } from '../../../wasm.ts'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface ShapeKernel {
  memory: WasmMemory
  flood(
    grey: number,
    width: number,
    height: number,
    turned: number,
    least: number,
    cells: number,
    scratch: number,
    order: number,
    nodes: number,
  ): number
  stable(
    nodes: number,
    count: number,
    over: number,
    mostGrowth: number,
    most: number,
    diversity: number,
    scratch: number,
    out: number,
  ): number
  silhouette(cells: number, width: number, order: number, area: number, places: number, out: number): void
  mostLikeness(a: number, b: number): number
  overlap(a: number, b: number, out: number): number
  alike(one: number, many: number, leasts: number, count: number, out: number): number
}

/** A kernel with a memory of its own. */
export function openKernel(): ShapeKernel {
  return openWasm(new URL('kernel.wasm', import.meta.url))
}

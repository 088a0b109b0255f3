import { readFileSync } from 'node:fs'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface ShapeKernel {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
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

/** What is used of WebAssembly: its types come with the DOM's, which this project has not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: ShapeKernel }
}

let compiled: object | null = null

/** A kernel with a memory of its own. The code is compiled once. */
export function openKernel(): ShapeKernel {
  const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  compiled ??= new Module(readFileSync(new URL('kernel.wasm', import.meta.url)))
  return new Instance(compiled).exports
}

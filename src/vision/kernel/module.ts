import { readFileSync } from 'node:fs'

/** What kernel.wasm exports; its source, in `assembly/`, says what the addresses mean. */
export interface ResizeKernel {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  stretch(row: number, taps: number, width: number, out: number): void
  blend(upper: number, lower: number, weight: number, width: number, blue: number, green: number, red: number): void
  addRow(row: number, bytes: number, weight: number, sums: number): void
  addColumns(
    ...args: [
      sums: number,
      width: number,
      first: number,
      taps: number,
      rest: number,
      red: number,
      green: number,
      blue: number,
    ]
  ): void
}

/** What is used of WebAssembly: its types come with the DOM's, which this project has not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: ResizeKernel }
}

const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
let compiled: object | null = null

/** A kernel with a memory of its own. The code is compiled once. */
export function openKernel(): ResizeKernel {
  compiled ??= new Module(readFileSync(new URL('kernel.wasm', import.meta.url)))
  return new Instance(compiled).exports
}

/** Makes the memory at least so large. Growing it takes the views on it away. */
export function reserve({ memory }: ResizeKernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
}

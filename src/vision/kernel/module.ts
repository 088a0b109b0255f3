import { openWasm, type WasmMemory } from '../../wasm.ts'

/** What kernel.wasm exports; its source, in `assembly/`, says what the addresses mean. */
export interface ResizeKernel {
  memory: WasmMemory
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

/** A kernel with a memory of its own. */
export function openKernel(): ResizeKernel {
  return openWasm(new URL('kernel.wasm', import.meta.url))
}

/** Makes the memory at least so large. Growing it takes the views on it away. */
export function reserve({ memory }: ResizeKernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
}

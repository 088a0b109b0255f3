import { readFileSync } from 'node:fs'

/** What is used of WebAssembly: its types come with the DOM's, which this project has not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: object }
}

const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
const compiled = new Map<string, object>()

/**
 * A kernel with a memory of its own. A file is compiled once.
 * @param file `kernel.wasm` of a room; as `T` what it exports
 */
export function openWasm<T extends object>(file: URL): T {
  let module = compiled.get(file.href)
  if (!module) {
    module = new Module(readFileSync(file))
    compiled.set(file.href, module)
  }
  return new Instance(module).exports as T
}

/** Hands out addresses of a kernel's memory, one part after the other, each with 64 bytes that may be written beyond its end. */
export interface Room {
  take(bytes: number): number
}

/** Below lies what AssemblyScript keeps. Growing the memory takes the views on it away: take all room first. */
const firstFree = 4096

/** @param from the first address that may be handed out */
export function roomIn({ memory }: { memory: WasmMemory }, from = firstFree): Room {
  let next = from
  return {
    take(bytes) {
      const start = next
      next += Math.ceil((bytes + 64) / 64) * 64
      const missing = next + 1024 - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
      return start
    },
  }
}

export interface WasmMemory {
  buffer: ArrayBuffer
  /** @param pages of 64 KiB */
  grow(pages: number): number
}

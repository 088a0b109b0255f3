import { readFileSync } from 'node:fs'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface FeatureKernel {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  grey(rgb: number, pixels: number, one: number, out: number): void
  blur(
    source: number,
    target: number,
    difference: number,
    width: number,
    height: number,
    taps: number,
    radius: number,
    step: number,
    row: number,
  ): void
  halve(source: number, width: number, height: number, target: number): void
  shrink(source: number, width: number, height: number, target: number): void
  double(source: number, width: number, height: number, target: number, row: number): void
  detect(
    planes: number,
    plane: number,
    width: number,
    height: number,
    layers: number,
    contrast: number,
    ratio: number,
    out: number,
    room: number,
  ): number
  orientations(
    plane: number,
    width: number,
    height: number,
    x: number,
    y: number,
    sigma: number,
    scratch: number,
    out: number,
  ): number
  describe(
    plane: number,
    width: number,
    height: number,
    x: number,
    y: number,
    sigma: number,
    angle: number,
    weights: number,
    scratch: number,
    out: number,
  ): void
  search(
    queries: number,
    from: number,
    count: number,
    vocabulary: number,
    words: number,
    lengths: number,
    order: number,
    starts: number,
    heads: number,
    filed: number,
    enough: number,
    ratio: number,
    scratch: number,
    out: number,
  ): number
  headOf(descriptor: number, order: number, scratch: number, out: number): void
  transform(descriptor: number, out: number): void
  nearestWord(query: number, vocabulary: number, words: number, lengths: number, scratch: number): number
  lengthOf(descriptor: number): number
  partsOf(
    plane: number,
    width: number,
    height: number,
    level: number,
    shortest: number,
    filled: number,
    runs: number,
    out: number,
  ): number
  sample(...args: [...Level, ...Map, across: number, down: number, out: number]): void
  gradientCorrelation(gradients: number, squares: number, shown: number, across: number, down: number): number
  findPlaces(
    ...args: [
      ...Level,
      ...Map,
      across: number,
      down: number,
      template: number,
      templateWidth: number,
      templateHeight: number,
      blank: number,
      least: number,
      most: number,
      scratch: number,
      out: number,
    ]
  ): number
  smallPicture(
    ...args: [...Picture, x1: number, y1: number, x2: number, y2: number, scratch: number, out: number]
  ): void
  lookOf(small: number, scratch: number, out: number): void
  insideOf(small: number): number
  alongOf(...args: [...Picture, x: number, y: number, dx: number, dy: number, step: number]): number
}

type Picture = [rgb: number, width: number, height: number]
type Level = [plane: number, width: number, height: number]
type Map = [a: number, b: number, c: number, d: number, e: number, f: number]

/** What is used of WebAssembly: its types come with the DOM's, which this project has not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: FeatureKernel }
}

let compiled: object | null = null

/** A kernel with a memory of its own. The code is compiled once. */
export function openKernel(): FeatureKernel {
  const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  compiled ??= new Module(readFileSync(new URL('kernel.wasm', import.meta.url)))
  return new Instance(compiled).exports
}

/** Hands out addresses of a kernel's memory, one part after the other, each with 64 bytes that may be written beyond its end. */
export interface Room {
  take(bytes: number): number
}

/** Below lies what AssemblyScript keeps. Growing the memory takes the views on it away: take all room first. */
const firstFree = 4096

export function roomIn({ memory }: Pick<FeatureKernel, 'memory'>, from = firstFree): Room {
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

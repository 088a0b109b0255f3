import { openWasm, type WasmMemory } from '../../../wasm.ts'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface FeatureKernel {
  memory: WasmMemory
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
  enlarge(
    source: number,
    width: number,
    height: number,
    target: number,
    across: number,
    down: number,
    scratch: number,
  ): void
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
    brands: number,
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

/** A kernel with a memory of its own. */
export function openKernel(): FeatureKernel {
  return openWasm(new URL('kernel.wasm', import.meta.url))
}

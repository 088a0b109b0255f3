import { kernel, pixelsAtOnce, places } from './module.ts'
import { keep, type Plane } from './resident.ts'

/** The colours that a picture has: 0xRRGGBB each, and how many pixels have it. In no order that means anything. */
export interface Palette {
  colours: Int32Array
  counts: Int32Array
  /** The same in the kernel's memory, both ending with four blacks that no pixel has. */
  planes: { colours: Plane; counts: Plane }
}

/** Counts the colours of a picture of `pixels`, which comes piece by piece. */
export interface PaletteCounter {
  /** Takes the first `count` pixels, at most `pixelsAtOnce`, of interleaved ones at `rgb` in the kernel's memory. */
  add(rgb: number, count: number): void
  /** Ends it: the counter can't be used again. */
  palette(): Palette
}

/** Photos have some ten times fewer colours than pixels: what does not ask where a pixel lies is reckoned over them. */
export function paletteCounter(pixels: number): PaletteCounter {
  const k = kernel()
  const list = keep(4 * Math.min(pixels, 1 << 24) + 16)
  let found = 0
  k.startColours(places.directory, places.pages)
  return {
    add(rgb, count) {
      found = k.countColours(rgb, count, places.keys, places.directory, places.pages, list.at, found)
    },
    palette() {
      const counts = keep(4 * found + 16)
      k.collectColours(list.at, found, places.directory, counts.at)
      const copy = (at: number) => new Int32Array(k.memory.buffer, at, found).slice()
      return { colours: copy(list.at), counts: copy(counts.at), planes: { colours: list, counts } }
    },
  }
}

/** The palette alone. @param rgb interleaved, length 3 · pixels */
export function paletteOf(rgb: Uint8Array): Palette {
  const pixels = rgb.length / 3
  const counter = paletteCounter(pixels)
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const count = Math.min(pixelsAtOnce, pixels - from)
    new Uint8Array(kernel().memory.buffer).set(rgb.subarray(3 * from, 3 * (from + count)), places.rgb)
    counter.add(places.rgb, count)
  }
  return counter.palette()
}

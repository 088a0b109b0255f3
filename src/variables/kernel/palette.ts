import { kernel, pixelsAtOnce, places } from './module.ts'
import { keep, type Plane, resident } from './resident.ts'

/**
 * The colours that a picture has, in no order that means anything: 0xRRGGBB each, and how many pixels have it (32 bits each, in
 * the kernel's memory). Both end with four blacks that no pixel has.
 */
export interface Palette {
  size: number
  colours: Plane
  counts: Plane
}

/** Counts the colours of a picture of `pixels`, which comes piece by piece. */
export interface PaletteCounter {
  /** Takes the first `count` pixels, at most `pixelsAtOnce`, of those at `rgb` in the kernel's memory. */
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
      return { size: found, colours: list, counts }
    },
  }
}

/** What stands in a palette: only good until the kernel does something else. */
export function numbersOf({ size, colours, counts }: Palette): { colours: Int32Array; counts: Int32Array } {
  const look = (plane: Plane) => new Int32Array(kernel().memory.buffer, resident(plane), size)
  return { colours: look(colours), counts: look(counts) }
}

/** The palette alone. @param rgb interleaved, length 3 · pixels */
export function paletteOf(rgb: Uint8Array): Palette {
  const pixels = rgb.length / 3
  const counter = paletteCounter(pixels)
  const source = resident(rgb)
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    counter.add(source + 3 * from, Math.min(pixelsAtOnce, pixels - from))
  }
  return counter.palette()
}

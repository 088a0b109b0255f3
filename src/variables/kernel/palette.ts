import { kernel, resident, room } from './module.ts'

/** The colours that a picture has: 0xRRGGBB each, and how many pixels have it. In no order that means anything. */
export interface Palette {
  colours: Uint32Array
  counts: Uint32Array
}

/**
 * Photos have some ten times fewer colours than pixels: what does not ask where a pixel lies is reckoned over them.
 * @param rgb interleaved, length 3 · pixels
 */
export function paletteOf(rgb: Uint8Array): Palette {
  const k = kernel()
  const pixels = rgb.length / 3
  const scratchSize = 1280 + (4 << 18)
  const from = resident(rgb)
  const at = room(k, { scratch: scratchSize, keys: 4 * pixels, counts: 4 * pixels })
  const memory = new Uint8Array(k.memory.buffer)
  memory.fill(0, at.scratch, at.scratch + scratchSize)
  const found = k.palette(from, pixels, at.scratch, at.keys, at.counts)
  return {
    colours: new Uint32Array(k.memory.buffer, at.keys, found).slice(),
    counts: new Uint32Array(k.memory.buffer, at.counts, found).slice(),
  }
}

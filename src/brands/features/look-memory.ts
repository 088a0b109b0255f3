import { roomIn } from '../../wasm.ts'
import { type FeatureKernel, openKernel } from './kernel/module.ts'
import type { Raster } from './reference.ts'

/** Where a kernel has what a look takes. */
export interface LookMemory {
  kernel: FeatureKernel
  /** Of a small picture. */
  small: number
  scratch: number
  /** Of a look's numbers. */
  out: number
  /** Of a picture's bytes, in those of {@link memoryWith}. */
  rgb: number
}

/** Side, px, at which logos are looked at, stretched to a square. */
export const lookSide = 32
const cells = 8
const directions = 8
/** How many numbers a look has. */
export const lookSizes = { edges: cells * cells * directions, colours: 3 * cells * cells } as const
/** Histograms with a frame of cells, and a direction more in each. */
const bytesOfScratch = 4 * (cells + 2) * (cells + 2) * (directions + 1)

let memory: LookMemory | null = null
/** The picture whose bytes are in the memory. */
let held: Uint8Array | null = null

export function lookMemory(): LookMemory {
  if (memory) return memory
  const kernel = openKernel()
  const room = roomIn(kernel)
  const small = room.take(3 * lookSide * lookSide)
  const scratch = room.take(bytesOfScratch)
  const out = room.take(4 * (lookSizes.edges + lookSizes.colours))
  memory = { kernel, small, scratch, out, rgb: room.take(0) }
  return memory
}

/** The same with a picture in it. A photo is looked at in hundreds of places, one after another: it is copied once. */
export function memoryWith({ rgb }: Raster): LookMemory {
  const { kernel, ...addresses } = lookMemory()
  if (held !== rgb) {
    roomIn(kernel, addresses.rgb).take(rgb.length)
    new Uint8Array(kernel.memory.buffer).set(rgb, addresses.rgb)
    held = rgb
  }
  return { kernel, ...addresses }
}

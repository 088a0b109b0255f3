import { type FeatureKernel, openKernel, roomIn } from './kernel/module.ts'
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

const bytesOfSmall = 3 * 32 * 32
const bytesOfScratch = 4 * 10 * 10 * 9
const bytesOfLook = 4 * (8 * 8 * 8 + 3 * 8 * 8)

let memory: LookMemory | null = null
/** The picture whose bytes are in the memory. */
let held: Uint8Array | null = null

export function lookMemory(): LookMemory {
  if (memory) return memory
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [small, scratch, out] = [room.take(bytesOfSmall), room.take(bytesOfScratch), room.take(bytesOfLook)]
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

import type { Size } from '../../image/box.ts'
import { type Room, roomIn } from '../../wasm.ts'
import { type FeatureKernel, openKernel } from './kernel/module.ts'
import type { Raster } from './reference.ts'

/** A plane of grey levels, 0 to 255. */
export interface Plane extends Size {
  grey: Float32Array
}

/** Grey levels, 0 to 255, of a photo at its size, half of it, a quarter, and so on: in a kernel's memory, until the next photo comes. */
export interface Pyramid {
  levels: readonly Level[]
  memory: Memory
}

/** `at` is the address of width · height f32. */
export interface Level extends Size {
  at: number
}

interface Memory {
  kernel: FeatureKernel
  /** First free address. */
  end: number
  forgotten: boolean
  /** What was copied behind the end last. */
  holds: object | null
}

/** A kernel whose memory has one pyramid at a time. */
interface Ground {
  kernel: FeatureKernel | null
  last: Memory | null
}

/** References are compared while a photo is looked at: what is no photo has a memory of its own. */
const [photos, others]: [Ground, Ground] = [
  { kernel: null, last: null },
  { kernel: null, last: null },
]

/** Halved until the shorter side is below 32 px. */
export function pyramidOf(photo: Raster): Pyramid {
  return built(photo, photos, ({ width, height }) => Math.min(width, height) < 32)
}

/** Of a reference, halved until a level is small enough. */
export function pyramidOfReference(reference: Raster, isLast: (size: Size) => boolean): Pyramid {
  return built(reference, others, isLast)
}

function built(raster: Raster, ground: Ground, isLast: (size: Size) => boolean): Pyramid {
  const sizes: Size[] = [raster]
  for (let size: Size = raster; !isLast(size); sizes.push(size)) {
    size = { width: Math.max(1, size.width >> 1), height: Math.max(1, size.height >> 1) }
  }
  const { kernel, room } = opened(ground)
  const levels = sizes.map(({ width, height }) => ({ width, height, at: room.take(4 * width * height) }))
  const bytes = room.take(raster.rgb.length)
  new Uint8Array(kernel.memory.buffer).set(raster.rgb, bytes)
  for (const [i, { at, width, height }] of levels.entries()) {
    const before = levels[i - 1]
    if (before) kernel.shrink(before.at, before.width, before.height, at)
    else kernel.grey(bytes, width * height, 255, at)
  }
  return { levels, memory: remembered(ground, bytes) }
}

/** A single plane, of something that is no photo. */
export function pyramidOfPlane({ grey, width, height }: Plane): Pyramid {
  const { kernel, room } = opened(others)
  const at = room.take(4 * width * height)
  new Float32Array(kernel.memory.buffer, at, grey.length).set(grey)
  return { levels: [{ width, height, at }], memory: remembered(others, room.take(0)) }
}

/**
 * Room beside a pyramid, for one look at it.
 * @throws Error if another one came after it
 */
export function besidePyramid({ memory }: Pyramid): { kernel: FeatureKernel; room: Room } {
  if (memory.forgotten) throw new Error('the pyramid is of a picture that the kernel has forgotten')
  return { kernel: memory.kernel, room: roomIn(memory.kernel, memory.end) }
}

function opened(ground: Ground): { kernel: FeatureKernel; room: Room } {
  ground.kernel ??= openKernel()
  return { kernel: ground.kernel, room: roomIn(ground.kernel) }
}

function remembered(ground: Ground, end: number): Memory {
  if (ground.last) ground.last.forgotten = true
  ground.last = { kernel: ground.kernel as FeatureKernel, end, forgotten: false, holds: null }
  return ground.last
}

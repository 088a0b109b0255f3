import type { Kernel } from './exports.ts'
import { kernel, places, reserve } from './module.ts'

/** Bytes in the kernel's memory. They stay, and nobody changes them, while their picture is looked at. */
export interface Plane {
  readonly at: number
  readonly length: number
}

/** What several looks at a picture need: planes that the kernel made, and bytes that were copied to it. */
let planes = new Map<Plane | Uint8Array, number>()
let end: number = places.free

/** A plane that is still to be filled. */
export function keep(length: number): Plane {
  const plane = { at: end, length }
  end += Math.ceil((length + 64) / 64) * 64
  reserve(kernel(), end)
  planes.set(plane, plane.at)
  return plane
}

/** The address of a plane, or of bytes, which are copied once. @throws Error if another picture came after the plane's */
export function resident(bytes: Plane | Uint8Array): number {
  const known = planes.get(bytes)
  if (known !== undefined) return known
  if (!(bytes instanceof Uint8Array)) throw new Error('the plane is of a picture that the kernel has forgotten')
  const { at } = keep(bytes.length)
  new Uint8Array(kernel().memory.buffer).set(bytes, at)
  planes.set(bytes, at)
  return at
}

/** What stands in a plane: only good until the kernel does something else. */
export function bytesOf(plane: Plane | Uint8Array): Uint8Array {
  return plane instanceof Uint8Array ? plane : new Uint8Array(kernel().memory.buffer, resident(plane), plane.length)
}

/** Another picture comes: nothing is resident. */
export function forget(): void {
  planes = new Map()
  end = places.free
}

/** Addresses for the parts of one look at a picture, after what is resident; what they held before is still there. */
export function room<T extends string>(k: Kernel, sizes: Record<T, number>): Record<T, number> {
  let next = end
  const addresses = { ...sizes }
  for (const name of Object.keys(sizes) as T[]) {
    addresses[name] = next
    // Whole steps of 16 bytes, and as much again that a step may read or write beyond the end.
    next += Math.ceil((sizes[name] + 64) / 64) * 64
  }
  reserve(k, next)
  return addresses
}

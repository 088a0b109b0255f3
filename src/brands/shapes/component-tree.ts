import type { Size } from '../../image/box.ts'

/** A grey picture, a byte a pixel, row by row. */
export interface Grey extends Size {
  grey: Uint8Array
}

/**
 * Connected regions (4 neighbours) that are no lighter than a level: a node for each level at which one grows. Smaller regions come before those
 * that they lie in.
 */
export interface ComponentTree {
  count: number
  level: Uint8Array
  /** Pixels of the region. */
  area: Int32Array
  /** One of them. */
  seed: Int32Array
  /** The next larger region; the last node leads to itself. */
  parent: Int32Array
}

/**
 * The tree of a picture's dark regions, by flooding: water rises from the first pixel, runs down wherever it can, and a region is done when water leaves
 * it over its edge (Nistér & Stewénius 2008). Every pixel is touched a few times, near those that were touched before. For light regions turn the picture over.
 */
export function componentTree({ grey, width, height }: Grey): ComponentTree {
  const pixels = width * height
  const level = new Uint8Array(pixels)
  const area = new Int32Array(pixels)
  const seed = new Int32Array(pixels)
  const parent = new Int32Array(pixels)
  let count = 0
  // Pixels that water has reached and not yet covered, a stack for each grey. A pixel waits once at a time, so each stack has its place.
  const waiting = new Int32Array(pixels)
  const { bottom, top } = stacksOf(grey)
  const reached = new Uint8Array(pixels)
  const nextSide = new Uint8Array(pixels)
  // Regions that are not done, the deepest last, above a rim that is never reached.
  const depth = 258
  const openLevel = new Int32Array(depth)
  const openArea = new Int32Array(depth)
  const openSeed = new Int32Array(depth)
  // Nodes in each that have no parent yet: a list, linked by `parent` until they have.
  const head = new Int32Array(depth)
  const tail = new Int32Array(depth)
  let open = 0
  openLevel[0] = 256
  let at = 0
  let grown = grey[0] as number
  reached[0] = 1
  start()
  for (;;) {
    let side = nextSide[at] as number
    while (side < 4) {
      const next = neighbour(at, side++)
      if (next < 0 || reached[next] === 1) continue
      reached[next] = 1
      const value = grey[next] as number
      if (value >= grown) {
        waiting[top[value] as number] = next
        top[value] = (top[value] as number) + 1
        continue
      }
      nextSide[at] = side
      waiting[top[grown] as number] = at
      top[grown] = (top[grown] as number) + 1
      at = next
      grown = value
      start()
      side = 0
    }
    openArea[open] = (openArea[open] as number) + 1
    let lowest = grown
    while (lowest < 256 && top[lowest] === bottom[lowest]) lowest++
    if (lowest > grown) {
      rise(lowest)
      if (lowest === 256) break
      grown = lowest
    }
    top[grown] = (top[grown] as number) - 1
    at = waiting[top[grown] as number] as number
  }
  parent[count - 1] = count - 1
  return { count, level, area, seed, parent }

  function neighbour(pixel: number, side: number): number {
    if (side === 0) return pixel % width === width - 1 ? -1 : pixel + 1
    if (side === 1) return pixel + width < pixels ? pixel + width : -1
    if (side === 2) return pixel % width === 0 ? -1 : pixel - 1
    return pixel - width
  }

  function start(): void {
    open++
    openLevel[open] = grown
    openArea[open] = 0
    openSeed[open] = at
    head[open] = -1
  }

  /** Regions that are lower than the water are done, and become a part of what is around them. */
  function rise(to: number): void {
    while ((openLevel[open] as number) < to) {
      const node = count++
      level[node] = openLevel[open] as number
      area[node] = openArea[open] as number
      seed[node] = openSeed[open] as number
      for (let child = head[open] as number; child >= 0; ) {
        const next = parent[child] as number
        parent[child] = node
        child = next
      }
      parent[node] = -1
      const outer = openLevel[open - 1] as number
      if (to < outer || open === 1) {
        openLevel[open] = to
        head[open] = node
        tail[open] = node
        continue
      }
      open--
      openArea[open] = (openArea[open] as number) + (openArea[open + 1] as number)
      if ((head[open] as number) < 0) head[open] = node
      else parent[tail[open] as number] = node
      tail[open] = node
    }
  }
}

/** Where the stack of each grey begins in one array of all pixels, and where it ends now. */
function stacksOf(grey: Uint8Array): { bottom: Int32Array; top: Int32Array } {
  const bottom = new Int32Array(257)
  for (let i = 0; i < grey.length; i++) {
    const after = (grey[i] as number) + 1
    bottom[after] = (bottom[after] as number) + 1
  }
  for (let value = 0; value < 256; value++)
    bottom[value + 1] = (bottom[value + 1] as number) + (bottom[value] as number)
  return { bottom, top: bottom.slice() }
}

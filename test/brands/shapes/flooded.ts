import { openKernel } from '../../../src/brands/shapes/kernel/module.ts'
import type { Grey } from '../../../src/brands/shapes/stable-shapes.ts'
import { roomIn } from '../../../src/wasm.ts'

/** A region of a tree: places row by row, in the order in which they were covered. */
export interface Node {
  level: number
  pixels: number[]
  parent: number
}

/** What the kernel's `flood` makes of a picture, and its `stable` of that. */
export function flooded({ grey, width, height }: Grey, { turned = 0, least = 1 } = {}) {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [plane, cells] = [room.take(grey.length), room.take(4 * ((width + 1) * (height + 2) + 1))]
  const [scratch, order, nodes] = [room.take(4096), room.take(4 * grey.length), room.take(16 * grey.length)]
  const [growths, found] = [room.take(8 * grey.length), room.take(4 * grey.length)]
  const { buffer } = kernel.memory
  // Whatever was there before is no part of the result.
  new Uint8Array(buffer, cells).fill(0x5a)
  new Uint8Array(buffer).set(grey, plane)

  const count = kernel.flood(plane, width, height, turned, least, cells, scratch, order, nodes)

  const row = width + 1
  const placeOf = (cell: number) => {
    const i = (cell - cells) / 4 - row - 1
    return Math.floor(i / row) * width + (i % row)
  }
  const covered = [...new Int32Array(buffer, order, grey.length)]
  const tree = Array.from({ length: count }, (_, i): Node => {
    const [level = 0, first = 0, area = 0, parent = 0] = new Int32Array(buffer, nodes + 16 * i, 4)
    return { level, pixels: covered.slice(first, first + area).map(placeOf), parent }
  })
  return {
    tree,
    /** The place of each cell of the order in the order. */
    places: covered.map((cell) => new Int32Array(buffer, cell, 1)[0]),
    stable(over: number, mostGrowth: number, most: number, diversity: number): number[] {
      const stable = kernel.stable(nodes, count, over, mostGrowth, most, diversity, growths, found)
      return [...new Int32Array(buffer, found, stable)]
    },
  }
}

/** The connected places, from one on, that are no lighter than a level. */
export function filled({ grey, width, height }: Grey, seed: number, level: number): Set<number> {
  const found = new Set([seed])
  for (const at of found) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const neighbours = [
      ...(x > 0 ? [at - 1] : []),
      ...(x < width - 1 ? [at + 1] : []),
      ...(y > 0 ? [at - width] : []),
      ...(y < height - 1 ? [at + width] : []),
    ]
    for (const next of neighbours) if ((grey[next] as number) <= level) found.add(next)
  }
  return found
}

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { componentTree, type Grey } from '../../../src/brands/shapes/component-tree.ts'

const picture = fc
  .integer({ min: 1, max: 7 })
  .chain((width) =>
    fc
      .integer({ min: 1, max: 6 })
      .chain((height) =>
        fc
          .uint8Array({ minLength: width * height, maxLength: width * height, max: 5 })
          .map((grey): Grey => ({ grey: grey.map((value) => value * 51), width, height })),
      ),
  )

test('each node is the region around its seed that is no lighter than its level, by plain filling', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      const { count, level, area, seed } = componentTree(grey)

      for (let node = 0; node < count; node++)
        expect(area[node]).toBe(filled(grey, seed[node] as number, level[node] as number).size)
    }),
  )
})

test('every region at every level at which it grows is a node, once, inside its parent', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      const { count, level, seed, parent } = componentTree(grey)
      const regions = Array.from({ length: count }, (_, node) =>
        filled(grey, seed[node] as number, level[node] as number),
      )
      const keyOf = (region: Set<number>) => [...region].sort((a, b) => a - b).join(' ')

      const all = new Set<string>()
      for (let at = 0; at < grey.grey.length; at++)
        for (const value of new Set(grey.grey))
          if (value >= (grey.grey[at] as number)) all.add(keyOf(filled(grey, at, value)))

      expect(regions.map(keyOf).sort()).toEqual([...all].sort())
      for (const [node, region] of regions.entries()) {
        const outer = parent[node] as number
        if (node === count - 1) expect(outer).toBe(node)
        else {
          expect(outer).toBeGreaterThan(node)
          expect([...region].every((at) => regions[outer]?.has(at))).toBe(true)
        }
      }
    }),
  )
})

/** The connected places, from one on, that are no lighter than a level. */
function filled({ grey, width, height }: Grey, seed: number, level: number): Set<number> {
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

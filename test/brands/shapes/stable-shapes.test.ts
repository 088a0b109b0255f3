import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Grey, type StableOptions, stableShapes } from '../../../src/brands/shapes/stable-shapes.ts'
import { flooded, type Node } from './flooded.ts'
import { silhouetteOf } from './plain-silhouette.ts'

const options: StableOptions = { lighter: false, over: 12, mostGrowth: 0.25, least: 10, most: 600, diversity: 0.2 }
const [width, height] = [60, 50]

/** Greys of a picture that is 200 where `draw` says nothing. */
function picture(draw: (x: number, y: number) => number | null): Grey {
  const grey = Uint8Array.from({ length: width * height }, (_, i) => draw(i % width, Math.floor(i / width)) ?? 200)
  return { grey, width, height }
}
const inside = (x: number, y: number, left: number, top: number, side: number) =>
  x >= left && x < left + side && y >= top && y < top + side

test.each([
  ['dark', 50, false],
  ['light', 230, true],
])('a %s square is one shape, with its box, its middle and its spread', (_, grey, lighter) => {
  const square = picture((x, y) => (inside(x, y, 10, 20, 12) ? grey : null))

  const [shape, ...others] = stableShapes(square, { ...options, lighter })

  expect(others).toEqual([])
  expect(shape?.box).toEqual({ x1: 10, y1: 20, x2: 22, y2: 32 })
  // Of a pixel the middle has whole numbers: its edges are half a pixel away.
  expect(shape?.centre).toEqual({ x: 16, y: 26 })
  expect(shape?.spread.map((one) => one.toFixed(6))).toEqual(
    [12 / Math.sqrt(12), 0, 12 / Math.sqrt(12)].map((one) => one.toFixed(6)),
  )
  expect(stableShapes(square, { ...options, lighter: !lighter })).toEqual([])
})

test('what fades into its ground, is too faint, too small or too large is none', () => {
  const fading = picture((x, y) => Math.min(200, 20 + 6 * Math.max(Math.abs(x - 30), Math.abs(y - 25))))
  const faint = picture((x, y) => (inside(x, y, 10, 10, 12) ? 200 - options.over : null))
  const small = picture((x, y) => (inside(x, y, 10, 10, 3) ? 50 : null))
  const large = picture((x, y) => (inside(x, y, 1, 1, 30) ? 50 : null))

  expect([fading, faint, small, large].map((one) => stableShapes(one, options).length)).toEqual([0, 0, 0, 0])
})

test('of nearly the same region at two levels there is one; of a part and its whole there are both', () => {
  const rim = picture((x, y) => (inside(x, y, 11, 11, 20) ? 50 : inside(x, y, 10, 10, 21) ? 90 : null))
  const within = picture((x, y) => (inside(x, y, 15, 15, 8) ? 50 : inside(x, y, 10, 10, 24) ? 120 : null))
  const sides = (one: Grey) => stableShapes(one, options).map(({ box }) => box.x2 - box.x1)

  expect(sides(rim)).toHaveLength(1)
  expect(sides(within)).toEqual([8, 24])
})

/** Hills and valleys of few steps, and what is narrower than a byte's greys. */
const landscape = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 30 }),
    step: fc.constantFrom(1, 7, 40),
    hills: fc.array(fc.tuple(fc.nat(40), fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.nat(6)), { maxLength: 9 }),
    noise: fc.array(fc.nat(1), { minLength: 7, maxLength: 50 }),
  })
  .map(({ width, height, step, hills, noise }): Grey => {
    const heightAt = (x: number, y: number, i: number) =>
      hills.reduce(
        (sum, [cx, cy, r, h]) => sum + (Math.hypot(x - cx, y - cy) < r ? h : 0),
        noise[i % noise.length] ?? 0,
      )
    const grey = Uint8Array.from({ length: width * height }, (_, i) =>
      Math.min(255, step * heightAt(i % width, Math.floor(i / width), i)),
    )
    return { grey, width, height }
  })
const loose = fc.record({
  lighter: fc.boolean(),
  over: fc.constantFrom(0, 1, 8, 41),
  mostGrowth: fc.constantFrom(0, 0.25, 1),
  least: fc.constantFrom(1, 4, 20),
  most: fc.constantFrom(30.5, 2000),
  diversity: fc.constantFrom(0, 0.2, 0.7),
})

test('shapes are those of the plain definition, number by number', () => {
  let shapes = 0
  fc.assert(
    fc.property(landscape, loose, (grey, options) => {
      const { tree } = flooded(grey, { turned: options.lighter ? 255 : 0, least: options.least })
      const expected = mostStable(tree, options).map(({ pixels }) => silhouetteOf(pixels, grey.width))

      expect(stableShapes(grey, options)).toEqual(expected)

      shapes += expected.length
    }),
  )
  expect(shapes).toBeGreaterThan(100)
})

/** Along each branch those that grow least. */
function mostStable(tree: readonly Node[], { diversity, ...limits }: StableOptions): Node[] {
  const growth = tree.map((node) => growthOf(node, tree, limits))
  const best = new Map<Node, Node>()
  const growthAt = (node: Node) => growth[tree.indexOf(node)] as number
  return tree.flatMap((node) => {
    const below = best.get(node)
    const champion = growthAt(node) < (below ? growthAt(below) : Number.POSITIVE_INFINITY) ? node : below
    if (!champion) return []
    const above = tree[node.parent] as Node
    if (above === node || champion.pixels.length < (1 - diversity) * above.pixels.length) return [champion]
    const other = best.get(above)
    if (!other || growthAt(champion) < growthAt(other)) best.set(above, champion)
    return []
  })
}

function growthOf(
  node: Node,
  tree: readonly Node[],
  { over, mostGrowth, most }: Pick<StableOptions, 'over' | 'mostGrowth' | 'most'>,
): number {
  const own = node.pixels.length
  let above = node
  while ((tree[above.parent] as Node).level <= node.level + over && tree[above.parent] !== above)
    above = tree[above.parent] as Node
  const growth = (above.pixels.length - own) / own
  return own > most || growth > mostGrowth ? Number.POSITIVE_INFINITY : Math.fround(growth)
}

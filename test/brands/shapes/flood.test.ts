import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Grey } from '../../../src/brands/shapes/stable-shapes.ts'
import { filled, flooded, type Node } from './flooded.ts'

/** Of few greys, the darkest and the lightest among them. */
const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 7 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 5 })
      .map((grey): Grey => ({ grey: grey.map((value) => value * 51), width, height })),
  )
const keyOf = (region: Iterable<number>) => [...region].sort((a, b) => a - b).join(' ')

test('each node is the region around its pixels that is no lighter than its level, by plain filling', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      for (const { level, pixels } of flooded(grey).tree)
        expect(keyOf(pixels)).toBe(keyOf(filled(grey, pixels[0] as number, level)))
    }),
  )
})

test('every region at every level at which it grows is a node, once, inside its parent', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      const { tree } = flooded(grey)

      const all = new Set<string>()
      for (let at = 0; at < grey.grey.length; at++)
        for (const value of new Set(grey.grey))
          if (value >= (grey.grey[at] as number)) all.add(keyOf(filled(grey, at, value)))

      expect(tree.map(({ pixels }) => keyOf(pixels)).sort()).toEqual([...all].sort())
      expectNested(tree)
    }),
  )
})

test('without those that are too small the others are the same, each inside the next larger one', () => {
  fc.assert(
    fc.property(picture, fc.integer({ min: 2, max: 9 }), (grey, least) => {
      const { tree } = flooded(grey, { least })

      const regions = ({ level, pixels }: Node) => [level, pixels]
      const large = flooded(grey).tree.filter(({ pixels }) => pixels.length >= least)
      expect(tree.map(regions)).toEqual(large.map(regions))
      expectNested(tree)
    }),
  )
})

test('light regions are the dark ones of the picture turned over', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      const turnedOver = { ...grey, grey: grey.grey.map((value) => 255 - value) }

      expect(flooded(grey, { turned: 255 })).toMatchObject({ tree: flooded(turnedOver).tree })
    }),
  )
})

test('every pixel is covered once, and its cell says when', () => {
  fc.assert(
    fc.property(picture, (grey) => {
      const { tree, places } = flooded(grey)

      const all = grey.grey.length
      expect(places).toEqual(Array.from({ length: all }, (_, i) => i))
      expect(new Set(tree.at(-1)?.pixels).size).toBe(all)
    }),
  )
})

/** The parent is the smallest of the later ones that hold a node; the last one's is itself. */
function expectNested(tree: readonly Node[]): void {
  for (const [i, { pixels, parent }] of tree.entries()) {
    const holding = tree.findIndex((other, j) => j > i && pixels.every((at) => other.pixels.includes(at)))
    expect(parent).toBe(holding < 0 ? tree.length - 1 : holding)
  }
}

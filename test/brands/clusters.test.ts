import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clusters, type Sighting } from '../../src/brands/clusters.ts'

const options = { alike: () => 0.9, fewestImages: 2 }

function at(degrees: number): Float32Array {
  return Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
}

function sighting(image: string, degrees: number, score = 0.5): Sighting {
  return { image, score, vector: at(degrees) }
}

test('what recurs in different images is a cluster, in the most images first; what is in one image only is not', () => {
  const found = clusters(
    [
      ...['a', 'b'].map((image) => sighting(image, 90)),
      ...['a', 'b', 'c'].map((image, i) => sighting(image, 5 * i)),
      ...['d', 'd', 'd'].map((image) => sighting(image, 180)),
    ],
    options,
  )

  expect(found.map(({ images, members }) => [images, members.length])).toEqual([
    [3, 3],
    [2, 2],
  ])
})

test('the surest sighting leads, and what is like two leaders joins the one that it is more like', () => {
  const [first, second] = clusters(
    [sighting('a', 0, 0.9), sighting('b', 40, 0.8), sighting('c', 22, 0.1), sighting('d', 18, 0.1)],
    { alike: () => Math.cos((25 * Math.PI) / 180), fewestImages: 2 },
  )

  expect([first?.leader.image, second?.leader.image]).toEqual(['a', 'b'])
  expect([first, second].map((cluster) => cluster?.members.map(({ image }) => image))).toEqual([
    ['a', 'd'],
    ['b', 'c'],
  ])
})

test('the same sightings give the same clusters in any order, and none is in two', () => {
  const some = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 359 }), fc.nat(9)), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(some, (drawn) => {
      const sightings = drawn.map(([image, degrees, score]) => sighting(image, degrees, score / 10))

      const found = clusters(sightings, options)
      const again = clusters(sightings.toReversed(), options)

      const described = (list: typeof found) =>
        list.map(({ leader, images, members }) => [leader.image, leader.score, images, members.length])
      expect(described(again)).toEqual(described(found))
      const members = found.flatMap((cluster) => cluster.members)
      expect(new Set(members).size).toBe(members.length)
    }),
  )
})

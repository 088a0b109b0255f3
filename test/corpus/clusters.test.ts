import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clustersOf } from '../../src/corpus/clusters.ts'
import { bestOfStarts, firstCentres, kMeans, nearestCentres } from '../../src/corpus/k-means.ts'
import { allDistances, silhouette } from '../../src/corpus/silhouette.ts'
import { squaredDistance, type Vectors } from '../../src/corpus/vectors.ts'
import { seeded } from '../../src/random.ts'

const vectorsOf = (rows: readonly number[][]): Vectors => ({
  count: rows.length,
  size: rows[0]?.length ?? 0,
  values: Float32Array.from(rows.flat()),
})

/** Clouds of points around some middles. */
function clouds(middles: readonly number[][], each: number): Vectors {
  const random = seeded(7)
  return vectorsOf(
    middles.flatMap((middle) => Array.from({ length: each }, () => middle.map((at) => at + random.between(-1, 1)))),
  )
}

test('three clouds are three clusters, each of one cloud', () => {
  const vectors = clouds(
    [
      [0, 0],
      [20, 0],
      [0, 20],
    ],
    30,
  )

  const { centres, silhouette: width } = clustersOf(vectors)
  const members = nearestCentres(vectors, centres)

  expect(centres.count).toBe(3)
  expect(width).toBeGreaterThan(0.9)
  for (const from of [0, 30, 60]) expect(new Set(members.slice(from, from + 30)).size).toBe(1)
})

test('a few odd vectors are no cluster of their own', () => {
  const { values } = clouds(
    [
      [0, 0],
      [8, 0],
    ],
    40,
  )
  const vectors = { count: 82, size: 2, values: Float32Array.from([...values, 500, 500, 501, 500]) }

  const members = nearestCentres(vectors, clustersOf(vectors).centres)

  const sizes = [...new Set(members)].map((cluster) => members.filter((member) => member === cluster).length)
  expect(sizes.sort((a, b) => a - b)).toEqual([40, 42])
})

test('where no number of clusters parts the vectors, there is one for each dozen, up to eight', () => {
  const cloud = (count: number) => {
    const random = seeded(11)
    return vectorsOf(Array.from({ length: count }, () => Array.from({ length: 12 }, () => random.normal())))
  }

  const [few, many] = [clustersOf(cloud(60)), clustersOf(cloud(400))]

  expect(few).toMatchObject({ choice: 'size', centres: { count: 5 } })
  expect(many).toMatchObject({ choice: 'size', centres: { count: 8 } })
  expect(many.silhouette).toBeLessThan(0.25)
})

test('there are as many clusters as were asked for', () => {
  const three = clouds([[0], [20], [40]], 30)

  expect(clustersOf(three)).toMatchObject({ choice: 'silhouette', centres: { count: 3 } })
  expect(clustersOf(three, 5)).toMatchObject({ choice: 'given', centres: { count: 5 } })
})

test('of several starts the best one counts', () => {
  // One start in the same cloud twice ends with two centres in it, and one between two others.
  const far = clouds(
    [
      [0, 0],
      [100, 0],
      [0, 100],
      [100, 100],
      [50, 300],
    ],
    15,
  )
  const left = (centres: Vectors) =>
    nearestCentres(far, centres).reduce((sum, c, i) => sum + squaredDistance(far, i, centres, c), 0)

  const best = left(bestOfStarts(far, 5))

  for (const start of [0, 1, 2, 3, 4]) {
    expect(best).toBeLessThanOrEqual(left(kMeans(far, firstCentres(far, 5, start), 50)))
  }
})

test('the same vectors have the same clusters', () => {
  const vectors = clouds(
    [
      [0, 0, 1],
      [3, 0, 0],
      [0, 3, 2],
    ],
    40,
  )

  expect(clustersOf(vectors)).toEqual(clustersOf(vectors))
})

test('vectors that are all alike are one centre', () => {
  const vectors = vectorsOf(Array.from({ length: 25 }, () => [1, 2]))

  expect(firstCentres(vectors, 4).count).toBe(1)
  expect(clustersOf(vectors).silhouette).toBe(-1)
})

test('no round of k-means makes distances larger', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 5,
    maxLength: 40,
  })
  fc.assert(
    fc.property(points, fc.integer({ min: 2, max: 4 }), (rows, k) => {
      const vectors = vectorsOf(rows)
      const first = firstCentres(vectors, k)
      const spread = (centres: Vectors) =>
        nearestCentres(vectors, centres).reduce((sum, c, i) => sum + squaredDistance(vectors, i, centres, c), 0)

      expect(spread(kMeans(vectors, first, 50))).toBeLessThanOrEqual(spread(first) * (1 + 1e-6))
    }),
  )
})

test('the silhouette is that of the definition', () => {
  // On a line: 0, 1 | 5, 7. a = 1, 1, 2, 2; b = 6, 5, 4.5, 6.5.
  const distances = allDistances(vectorsOf([[0], [1], [5], [7]]))

  const expected = ((6 - 1) / 6 + (5 - 1) / 5 + (4.5 - 2) / 4.5 + (6.5 - 2) / 6.5) / 4
  expect(silhouette(distances, [0, 0, 1, 1])).toBeCloseTo(expected, 12)
  expect(silhouette(distances, [0, 0, 0, 0])).toBe(-1)
})

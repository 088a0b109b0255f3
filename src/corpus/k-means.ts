import { seeded } from '../random.ts'
import { squaredDistance, type Vectors, vectorsAt } from './vectors.ts'

const seed = 20_261_125
/** How often k-means begins anew: one start alone often ends where another is better. */
const starts = 5

/** Centres of the start, of five, that leaves the vectors nearest to their centres. */
export function bestOfStarts(vectors: Vectors, k: number, rounds = 50): Vectors {
  const tries = Array.from({ length: starts }, (_, start) => {
    const centres = kMeans(vectors, firstCentres(vectors, k, start), rounds)
    return { centres, left: leftOver(vectors, centres) }
  })
  return tries.reduce((a, b) => (b.left < a.left ? b : a)).centres
}

/** Sum of squared distances to the nearest centre. */
function leftOver(vectors: Vectors, centres: Vectors): number {
  return nearestCentres(vectors, centres).reduce((sum, c, i) => sum + squaredDistance(vectors, i, centres, c), 0)
}

/** k-means++ (Arthur & Vassilvitskii 2007): each next one drawn by its squared distance to those before. */
export function firstCentres(vectors: Vectors, k: number, start = 0): Vectors {
  const random = seeded(seed + start)
  const chosen = [random.integer(vectors.count)]
  const far = new Float64Array(vectors.count).fill(Number.POSITIVE_INFINITY)
  while (chosen.length < k) {
    let total = 0
    for (let i = 0; i < far.length; i++) {
      far[i] = Math.min(far[i] as number, squaredDistance(vectors, i, vectors, chosen.at(-1) as number))
      total += far[i] as number
    }
    if (total === 0) break // no more vectors that differ
    let left = random.next() * total
    const next = far.findIndex((share) => {
      left -= share
      return share > 0 && left <= 0
    })
    chosen.push(next >= 0 ? next : far.findLastIndex((share) => share > 0))
  }
  return vectorsAt(vectors, chosen)
}

/** Lloyd's rounds, until nothing moves or so many; a centre that loses all its vectors stays where it is. */
export function kMeans(vectors: Vectors, first: Vectors, rounds: number): Vectors {
  const centres = { ...first, values: first.values.slice() }
  const { size } = centres
  let members = new Int32Array(vectors.count).fill(-1)
  for (let round = 0; round < rounds; round++) {
    const now = nearestCentres(vectors, centres)
    if (now.every((centre, i) => centre === members[i])) break
    members = now
    const sums = new Float64Array(centres.count * size)
    const counts = new Uint32Array(centres.count)
    for (let i = 0; i < vectors.count; i++) {
      const centre = members[i] as number
      counts[centre] = (counts[centre] as number) + 1
      for (let d = 0; d < size; d++) {
        const at = centre * size + d
        sums[at] = (sums[at] as number) + (vectors.values[i * size + d] as number)
      }
    }
    for (let at = 0; at < sums.length; at++) {
      const count = counts[Math.floor(at / size)] as number
      if (count > 0) centres.values[at] = (sums[at] as number) / count
    }
  }
  return centres
}

/** The nearest centre of each vector, the first of equals. */
export function nearestCentres(vectors: Vectors, centres: Vectors): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: vectors.count }, (_, i) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY]
    for (let c = 0; c < centres.count; c++) {
      const far = squaredDistance(vectors, i, centres, c)
      if (far < least) {
        least = far
        best = c
      }
    }
    return best
  })
}

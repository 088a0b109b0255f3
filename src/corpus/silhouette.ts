import { squaredDistance, type Vectors } from './vectors.ts'

/** Euclidean distances of all pairs, `count · count` numbers. */
export interface Distances {
  count: number
  values: Float32Array
}

export function allDistances(vectors: Vectors): Distances {
  const { count } = vectors
  const values = new Float32Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const distance = Math.sqrt(squaredDistance(vectors, i, vectors, j))
      values[i * count + j] = distance
      values[j * count + i] = distance
    }
  }
  return { count, values }
}

/**
 * Mean silhouette width (Rousseeuw 1987): of each vector, (b - a) / max(a, b), where a is its mean distance to the others of its
 * cluster and b the smallest mean distance to another cluster; 0 for one that is alone in its cluster.
 * @param members the cluster of each vector, from 0
 * @returns -1 to 1; -1 where there is but one cluster
 */
export function silhouette({ count, values }: Distances, members: ArrayLike<number>): number {
  const clusters = Math.max(...Array.from(members)) + 1
  const sizes = new Uint32Array(clusters)
  for (let i = 0; i < count; i++) sizes[members[i] as number] = (sizes[members[i] as number] as number) + 1
  if (sizes.filter((size) => size > 0).length < 2) return -1
  let total = 0
  const sums = new Float64Array(clusters)
  for (let i = 0; i < count; i++) {
    const own = members[i] as number
    const others = (sizes[own] as number) - 1
    if (others === 0) continue
    sums.fill(0)
    for (let j = 0; j < count; j++) {
      const cluster = members[j] as number
      sums[cluster] = (sums[cluster] as number) + (values[i * count + j] as number)
    }
    let nearest = Number.POSITIVE_INFINITY
    for (let c = 0; c < clusters; c++) {
      const size = sizes[c] as number
      if (c !== own && size > 0) nearest = Math.min(nearest, (sums[c] as number) / size)
    }
    const within = (sums[own] as number) / others
    const larger = Math.max(within, nearest)
    if (larger > 0) total += (nearest - within) / larger
  }
  return total / count
}

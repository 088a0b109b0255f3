import { squaredDistance, type Vectors } from './vectors.ts'

/**
 * Mean silhouette width (Rousseeuw 1987): of each vector, (b - a) / max(a, b), where a is its mean distance to the others of its
 * cluster and b the smallest mean distance to another cluster; 0 for one that is alone in its cluster.
 * @param members the cluster of each vector, from 0
 * @returns -1 to 1; -1 where there is but one cluster
 */
export function silhouette(vectors: Vectors, members: ArrayLike<number>): number {
  const clusters = Math.max(...Array.from(members)) + 1
  const sizes = new Uint32Array(clusters)
  for (let i = 0; i < vectors.count; i++) sizes[members[i] as number] = (sizes[members[i] as number] as number) + 1
  if (sizes.filter((size) => size > 0).length < 2) return -1
  const sums = new Float64Array(vectors.count * clusters)
  for (let i = 0; i < vectors.count; i++) {
    for (let j = i + 1; j < vectors.count; j++) {
      const distance = Math.sqrt(squaredDistance(vectors, i, vectors, j))
      const [a, b] = [i * clusters + (members[j] as number), j * clusters + (members[i] as number)]
      sums[a] = (sums[a] as number) + distance
      sums[b] = (sums[b] as number) + distance
    }
  }
  let total = 0
  for (let i = 0; i < vectors.count; i++) {
    const own = members[i] as number
    const others = (sizes[own] as number) - 1
    if (others === 0) continue
    let nearest = Number.POSITIVE_INFINITY
    for (let c = 0; c < clusters; c++) {
      const size = sizes[c] as number
      if (c !== own && size > 0) nearest = Math.min(nearest, (sums[i * clusters + c] as number) / size)
    }
    const within = (sums[i * clusters + own] as number) / others
    const larger = Math.max(within, nearest)
    if (larger > 0) total += (nearest - within) / larger
  }
  return total / vectors.count
}

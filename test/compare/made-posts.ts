import type { Cell } from '../../src/report/statistics/contrast.ts'

export interface MadePost {
  cluster: number
  after: number
  control: number
  value: number
}

/** Posts of 12 clusters of unequal size, made without random numbers so that other software can make them, too. */
export function madePosts(): MadePost[] {
  const posts: MadePost[] = []
  for (let g = 0; g < 12; g++) {
    for (let i = 0; i < 3 + (g % 5); i++) {
      const after = (i + g) % 2
      const value = ((7 * g + 3 * i * i + 5 * after * i + 2 * after) % 11) / 10 + 0.3 * after + 0.05 * g
      posts.push({ cluster: g, after, control: 0, value })
    }
    for (let i = 0; i < 2 + ((g * 3) % 4); i++) {
      const after = i % 2
      posts.push({
        cluster: g,
        after,
        control: 1,
        value: ((5 * g + 2 * i * i + after * 3) % 7) / 10 + 0.1 * after + 0.05 * g,
      })
    }
  }
  return posts
}

export function cellOf(posts: readonly MadePost[], after: number, control: number): Cell {
  const cell = { sums: new Float64Array(12), counts: new Float64Array(12), squares: new Float64Array(12) }
  for (const post of posts.filter((one) => one.after === after && one.control === control)) {
    cell.sums[post.cluster] = (cell.sums[post.cluster] as number) + post.value
    cell.counts[post.cluster] = (cell.counts[post.cluster] as number) + 1
    cell.squares[post.cluster] = (cell.squares[post.cluster] as number) + post.value ** 2
  }
  return cell
}

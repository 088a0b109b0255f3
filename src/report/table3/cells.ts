import { count, number, percent } from '../format.ts'
import type { Form, Moments } from '../queries-platforms.ts'
import type { Published } from './published.ts'
import type { Table3Row } from './table3.ts'

/** Mean, SD, n and missing of one variable on one platform, as a reader wants them. */
export function momentCells(
  moments: Moments | undefined,
  form: Form,
): [mean: string, sd: string, n: string, missing: string] {
  const { mean = null, sd = null, n = 0, missing = 0 } = moments ?? {}
  return [
    form === 'number' ? number(mean) : percent(mean),
    form === 'part' ? percent(sd) : number(sd),
    count(n),
    count(missing),
  ]
}

/** `−1.96 (0.43); −2.09 (0.55)`, or nothing. */
export function publishedCell({ published }: Table3Row): string {
  return published ? published.map(meanAndSd).join('; ') : ''
}

/** In the two decimals of the paper. */
const meanAndSd = ({ mean, sd }: Published): string => `${mean.toFixed(2).replace('-', '−')} (${sd.toFixed(2)})`

/** Variables in their groups, in their order. */
export function byGroup<T extends { group: string }>(rows: readonly T[]): { group: string; rows: T[] }[] {
  const groups = [...new Set(rows.map(({ group }) => group))]
  return groups.map((group) => ({ group, rows: rows.filter((row) => row.group === group) }))
}

export function momentsOn(row: { moments: readonly Moments[] }, platform: string): Moments | undefined {
  return row.moments.find((one) => one.platform === platform)
}

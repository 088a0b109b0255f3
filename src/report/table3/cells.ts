import { count, number, percent } from '../format.ts'
import type { Form, Moments } from '../queries-platforms.ts'
import type { BesideColumn, MeanAndSd } from './beside.ts'

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

/** What a column of values from elsewhere has for a row: `−1.96 (0.43); −2.09 (0.55)`, or nothing. */
export function besideCell({ values }: BesideColumn, { label, form }: { label: string; form: Form }): string {
  const shown = ({ mean, sd }: MeanAndSd): string =>
    form === 'number'
      ? `${given(mean)}${sd === null ? '' : ` (${given(sd)})`}`
      : `${percent(mean)}${sd === null ? '' : ` (${form === 'part' ? percent(sd) : number(sd)})`}`
  return values.get(label)?.map(shown).join('; ') ?? ''
}

/** With the digits that it was given with, unless these are too many to read. */
const given = (value: number): string => (String(value).length > 7 ? number(value) : String(value).replace('-', '−'))

/** Variables in their groups, in their order. */
export function byGroup<T extends { group: string }>(rows: readonly T[]): { group: string; rows: T[] }[] {
  const groups = [...new Set(rows.map(({ group }) => group))]
  return groups.map((group) => ({ group, rows: rows.filter((row) => row.group === group) }))
}

export function momentsOn(row: { moments: readonly Moments[] }, platform: string): Moments | undefined {
  return row.moments.find((one) => one.platform === platform)
}

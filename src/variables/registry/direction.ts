import type { Variable } from './entry.ts'

/** Whether the range of a variable goes around: a mean of such numbers, a distance or a line through them says nothing. */
export function isDirection({ unit, range }: Pick<Variable, 'unit' | 'range'>): boolean {
  return unit === 'degrees' && /^0 to (?:180|360)$/.test(range)
}

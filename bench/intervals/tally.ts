import type { Interval } from '../../src/report/statistics/interval.ts'

/** How often the intervals of a row hold the truth, by name. */
export interface Tally {
  add(name: string, interval: Interval | null | undefined, truth: number): void
  /** `name .951`, in the order in which names came. */
  line(): string
}

export function tally(): Tally {
  const found = new Map<string, { held: number; of: number; missing: number }>()
  return {
    add(name, interval, truth) {
      const own = found.get(name) ?? { held: 0, of: 0, missing: 0 }
      found.set(name, own)
      // No interval is no wrong one: they are counted apart.
      if (!interval) own.missing++
      else {
        own.of++
        if (interval.low <= truth && truth <= interval.high) own.held++
      }
    },
    line: () =>
      [...found]
        .map(
          ([name, { held, of, missing }]) =>
            `${name} ${(held / of).toFixed(3)}${missing > 0 ? ` (${missing} without)` : ''}`,
        )
        .join('  '),
  }
}

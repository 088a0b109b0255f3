import type { Interval } from '../../src/report/statistics/interval.ts'

/** How often the intervals of a row hold the truth, by name. */
export interface Tally {
  add(name: string, interval: Interval | null | undefined, truth: number): void
  /** Of a method that stands beside for comparison, and is not judged. */
  compare(name: string, interval: Interval | null | undefined, truth: number): void
  /**
   * `name .951`, in the order in which names came. After a number: `<` below .94, `>` above .96, with `?` where that may be by chance (the
   * number is within two of its standard errors of the band).
   */
  line(): string
}

interface Held {
  held: number
  of: number
  missing: number
  isJudged: boolean
}

/** Numbers outside of .94 to .96 by more than chance explains, and all that are judged, over all rows. */
export const verdict = { outside: 0, judged: 0 }

export function tally(): Tally {
  const found = new Map<string, Held>()
  const count = (isJudged: boolean) => (name: string, interval: Interval | null | undefined, truth: number) => {
    const own = found.get(name) ?? { held: 0, of: 0, missing: 0, isJudged }
    found.set(name, own)
    // No interval is no wrong one: they are counted apart.
    if (!interval) own.missing++
    else {
      own.of++
      if (interval.low <= truth && truth <= interval.high) own.held++
    }
  }
  return {
    add: count(true),
    compare: count(false),
    line() {
      const parts = [...found].map(([name, held]) => {
        const missing = held.missing > 0 ? ` (${held.missing} without)` : ''
        return `${held.isJudged ? '' : '| '}${name} ${(held.held / held.of).toFixed(3)}${held.isJudged ? judge(held) : ''}${missing}`
      })
      return parts.join('  ')
    },
  }
}

function judge({ held, of }: Held): string {
  const share = held / of
  const chance = 2 * Math.sqrt((0.05 * 0.95) / of)
  const off = Math.max(0.94 - share, share - 0.96)
  verdict.judged++
  if (off > chance) verdict.outside++
  return off <= 1e-12 ? '' : `${share < 0.95 ? '<' : '>'}${off > chance ? '' : '?'}`
}

import type { Command } from 'commander'
import { UsageError } from '../errors.ts'

export interface DayOptions {
  from?: string
  to?: string
}

export function withDayOptions(command: Command): Command {
  return command
    .option('--from <day>', 'first day, YYYY-MM-DD in UTC (default: yesterday)')
    .option('--to <day>', 'last day (default: the first)')
}

const mostDays = 3660

/** Every day from the first to the last. @throws UsageError for what is no day, or no span */
export async function daysOf({ from, to }: DayOptions, now: Date): Promise<string[]> {
  const { checkedDay, daysAfter } = await import('../cloud/day.ts')
  const { dayOf } = await import('../aws/contract.ts')
  const first = from === undefined ? daysAfter(dayOf(now), -1) : checkedDay(from)
  const last = to === undefined ? first : checkedDay(to)
  if (last < first) throw new UsageError(`--to ${last} is before --from ${first}`)
  const days: string[] = []
  for (let day = first; day <= last; day = daysAfter(day, 1)) {
    if (days.length === mostDays) throw new UsageError(`--from ${first} --to ${last}: more than ${mostDays} days`)
    days.push(day)
  }
  return days
}

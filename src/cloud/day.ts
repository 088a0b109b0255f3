import { dayOf, type Night } from '../aws/contract.ts'
import { UsageError } from '../errors.ts'

/**
 * The day (UTC) that a night is about: the one that is named, else the day before the schedule's time.
 * @throws UsageError for what is no day
 */
export function nightOf({ dt, time }: Night.Call, now: Date): string {
  if (dt !== undefined) return checkedDay(dt)
  const called = time === undefined ? now : new Date(time)
  if (Number.isNaN(called.getTime())) throw new UsageError(`time ${JSON.stringify(time)}: is no time in ISO 8601`)
  return daysAfter(dayOf(called), -1)
}

/** @throws UsageError for what is no day */
export function checkedDay(dt: unknown): string {
  if (typeof dt === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(dt) && isDay(dt)) return dt
  throw new UsageError(`dt ${JSON.stringify(dt)}: is no day; give one as 2026-11-22`)
}

/** The day so many days later. */
export function daysAfter(dt: string, days: number): string {
  return dayOf(new Date(Date.parse(`${dt}T00:00:00Z`) + days * 86_400_000))
}

function isDay(dt: string): boolean {
  const time = new Date(`${dt}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && dayOf(time) === dt
}

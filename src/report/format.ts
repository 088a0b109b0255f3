import type { Estimate, Interval } from './statistics/interval.ts'

/** A narrow space that does not break: between a number and its unit. */
const gap = '\u202f'
const dash = '–'

export function count(value: number | null): string {
  return value === null ? dash : Math.round(value).toLocaleString('en-GB')
}

/** Three significant digits, and no more than four decimals; millions as `4.10 M`. */
export function number(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash
  if (Math.abs(value) >= 1e6) return `${number(value / 1e6)}${gap}M`
  if (Math.abs(value) >= 1000 || Number.isInteger(value)) return count(value).replace('-', '−')
  const digits = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))))
  return value.toFixed(digits).replace(/^-/, '−')
}

/** A share as per cent: `12 %`, `4.7 %`, `0.35 %`. */
export function percent(share: number | null): string {
  return share === null || !Number.isFinite(share) ? dash : `${hundredths(share)}${gap}%`
}

export function percentRange({ low, high }: Interval): string {
  return `${hundredths(low)} to ${hundredths(high)}`
}

/** A value with its interval below it in words: `12 % (7.0 to 20)`. */
export function percentEstimate({ value, interval }: Estimate): string {
  return interval ? `${percent(value)} (${percentRange(interval)})` : percent(value)
}

export function numberEstimate({ value, interval }: Estimate): string {
  return interval ? `${number(value)} (${number(interval.low)} to ${number(interval.high)})` : number(value)
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return `${number(value / 1000 ** step)}${gap}${units[step]}`
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)}${'\u00a0'}${value === 1 ? one : many}`
}

/** `a, b and c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Cuts long text; whole characters only. */
export function short(text: string, length: number): string {
  const signs = [...text]
  return signs.length <= length ? text : `${signs.slice(0, length - 1).join('')}…`
}

function hundredths(share: number): string {
  const value = share * 100
  if (value === 0 || value === 100) return String(value)
  if (value >= 10 && value < 99.5) return value.toFixed(0)
  if (value >= 99.5) return value.toFixed(1)
  return value >= 1 ? value.toFixed(1) : value >= 0.01 ? value.toFixed(2) : '<0.01'
}

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
  // What rounds to nothing has no sign.
  return value
    .toFixed(digits)
    .replace(/^-(?=[0.]+$)/, '')
    .replace('-', '−')
}

/** A share as per cent: `12 %`, `4.7 %`, `0.35 %`. */
export function percent(share: number | null): string {
  return share === null || !Number.isFinite(share) ? dash : `${hundredths(share)}${gap}%`
}

/** Two ends in per cent, with as many digits as tell them apart. */
export function percentRange({ low, high }: Interval): string {
  for (let digits = 0; digits < 4; digits++) {
    const ends = [hundredths(low, digits), hundredths(high, digits)]
    if (ends[0] !== ends[1]) return ends.join(' to ')
  }
  return `${hundredths(low)} to ${hundredths(high)}`
}

/** A value with its interval below it in words: `12 % (7.0 to 20)`. */
export function percentEstimate({ value, interval }: Estimate): string {
  return interval ? `${percent(value)} (${percentRange(interval)})` : percent(value)
}

export function numberEstimate({ value, interval }: Estimate): string {
  return interval ? `${number(value)} (${number(interval.low)} to ${number(interval.high)})` : number(value)
}

/** A number between 0 and 1 in two digits, with its interval. */
export function indexEstimate({ value, interval }: Estimate): string {
  const two = (index: number) => index.toFixed(2)
  if (value === null) return dash
  return interval ? `${two(value)} (${two(interval.low)} to ${two(interval.high)})` : two(value)
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

/** Per cent in two digits or so: `12`, `4.7`, `0.35`; `more` digits after the point if they are wanted. */
function hundredths(share: number, more = 0): string {
  const value = share * 100
  if (value === 0 || value === 100) return String(value)
  if (value > 0 && value < 0.01) return '<0.01'
  const usual = value >= 99.5 ? 1 : value >= 10 ? 0 : value >= 1 ? 1 : 2
  return value.toFixed(Math.max(usual, more))
}

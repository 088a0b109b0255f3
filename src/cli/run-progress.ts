import type { Progress, RunEvent } from '../run/events.ts'
import { plural } from './plural.ts'

export interface Screen {
  show(event: RunEvent): void
  /** A line that stays, on stderr. */
  say(line: string): void
  end(): void
  /** Milliseconds between two looks at the progress. */
  every: number
}

/** Progress on stderr: one line that is written over on a terminal, a line every 10 seconds elsewhere. */
export function showEvents({ json }: { json: boolean }): Screen {
  const terminal = process.stderr.isTTY === true
  let open = false
  const say = (line: string) => {
    if (open) process.stderr.write('\r\x1b[K')
    open = false
    process.stderr.write(`${line}\n`)
  }
  return {
    every: terminal ? 500 : 10_000,
    say,
    show(event) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`)
      if (event.event === 'plan') for (const line of planLines(event)) say(line)
      if (event.event !== 'progress') return
      if (!terminal) say(progressLine(event))
      else {
        process.stderr.write(`\r\x1b[K${progressLine(event).slice(0, (process.stderr.columns ?? 80) - 1)}`)
        open = true
      }
    },
    end() {
      if (open) process.stderr.write('\n')
      open = false
    },
  }
}

function planLines(plan: Extract<RunEvent, { event: 'plan' }>): string[] {
  const models = plan.tasks.length > 0 ? `models for ${plan.tasks.join(', ')}` : 'no models'
  const brands = plan.brands === null ? '' : `, ${plural(plan.brands.length, 'brand')}`
  const lanes = plural(plan.workers, 'lane')
  return [
    `Measuring with ${models}${brands}, in ${lanes}`,
    ...plan.tasks_left_out.map(({ task, why }) => `Left out: ${task}: ${why}`),
    ...(plan.already_measured > 0
      ? [`Going on: ${plural(plan.already_measured, 'image is', 'images are')} measured already under this pipeline`]
      : []),
  ]
}

export function progressLine({ images, total, errors, rate, seconds_left }: Progress): string {
  const share = total === null ? `${plural(images, 'image')}` : `${images} of ${plural(total, 'image')}`
  const left = seconds_left === null ? '' : `, ${duration(seconds_left)} left`
  return `${share}, ${rate.toFixed(1)} a second, ${plural(errors, 'error')}${left}`
}

/** `40 s`, `12 min`, `3 h 20 min` */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

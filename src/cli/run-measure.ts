import { type RunSummary, runJob } from '../run/job.ts'
import type { RunOptions } from '../run/options.ts'
import { showEvents } from './run-progress.ts'
import { printSummary } from './run-summary.ts'

export interface Finish {
  report: boolean
  /** Thumbnails in the report. */
  pictures: boolean
  /** JSON lines on stdout instead of text. */
  json: boolean
}

/** Runs the job, says how it goes on stderr and how it went on stdout, and writes the report. */
export async function measure(options: RunOptions, finish: Finish): Promise<{ summary: RunSummary; exitCode: number }> {
  const screen = showEvents({ json: finish.json })
  const keys = listenForInterrupt(screen.say)
  try {
    const summary = await runJob(options, { onEvent: screen.show, interrupt: keys.signal, every: screen.every })
    screen.end()
    const exitCode = exitCodeOf(summary, options)
    const report = finish.report && !summary.interrupted ? await writeReportOf(options, finish) : null
    printSummary(summary, { options, report, exitCode, json: finish.json })
    return { summary, exitCode }
  } finally {
    screen.end()
    keys.stop()
  }
}

async function writeReportOf({ out, sources }: RunOptions, { pictures }: Finish): Promise<string> {
  const { writeReport } = await import('../report/write.ts')
  return await writeReport(out, { pictures, places: sources })
}

function exitCodeOf({ interrupted, errorRate }: RunSummary, { maxErrorRate }: RunOptions): number {
  if (interrupted) return 130
  return errorRate > maxErrorRate ? 3 : 0
}

/** The first Ctrl-C asks the job to end, the second one ends the process; lanes notice that they are alone. */
function listenForInterrupt(say: (line: string) => void): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130)
    say('Finishing what is in flight; Ctrl-C again ends at once.')
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    stop() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

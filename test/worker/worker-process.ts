import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { variableNames } from '../../src/aws/contract.ts'

const entry = fileURLToPath(new URL('../../gpu-worker/worker.mjs', import.meta.url))

export interface WorkerSetup {
  /** Environment that a stack gives: bucket, dead letters, endpoint. */
  environment: Record<string, string>
  queueUrl: string
  /** Fields of LIMELIGHT_SIZES. */
  sizes?: Record<string, number>
  /** Fields of LIMELIGHT_JOB. */
  job?: Record<string, unknown>
  /** More environment. */
  more?: Record<string, string>
  /** A command that starts it, with its arguments. */
  within?: readonly string[]
}

/** A worker's line on stdout. */
export interface Line extends Record<string, unknown> {
  event: string
}

export interface WorkerEnd {
  exitCode: number | null
  signal: NodeJS.Signals | null
  lines: Line[]
  stderr: string
}

/** A real worker process, as Batch would start it. */
export interface WorkerProcess {
  child: ChildProcess
  /** Waits for a line. */
  said(event: string): Promise<Line>
  ended: Promise<WorkerEnd>
  kill(signal: NodeJS.Signals): void
}

/** Sizes that make a test quick: it ends soon after the last message, and a message that was lost comes again soon. */
const quick = { workers: 2, idle: 3, visibility: 6, shardImages: 100, shardSeconds: 2, grace: 20 }

export function startWorker({
  environment,
  queueUrl,
  sizes = {},
  job = {},
  more = {},
  within = [],
}: WorkerSetup): WorkerProcess {
  const [command = process.execPath, ...args] = [...within, process.execPath, entry]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ...environment,
      [variableNames.queueUrl]: queueUrl,
      [variableNames.sizes]: JSON.stringify({ ...quick, ...sizes }),
      [variableNames.job]: JSON.stringify({ tasks: 'none', ...job }),
      ...more,
    },
  })
  const lines: Line[] = []
  const waiting: (() => void)[] = []
  let rest = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts.map((part) => JSON.parse(part) as Line))
    for (const wake of waiting.splice(0)) wake()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<WorkerEnd>((resolve) => {
    child.on('close', (exitCode, signal) => {
      resolve({ exitCode, signal, lines, stderr })
      for (const wake of waiting.splice(0)) wake()
    })
  })
  return {
    child,
    ended,
    kill: (signal) => child.kill(signal),
    async said(event) {
      for (;;) {
        const line = lines.find((line) => line.event === event)
        if (line) return line
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`the worker ended and never said ${event}: ${JSON.stringify(lines.at(-1))} ${stderr}`)
        }
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}

/** Runs a worker to its end, and fails if that was not a good one. */
export async function runWorker(setup: WorkerSetup): Promise<WorkerEnd> {
  const worker = startWorker(setup)
  // A worker that hangs is to be seen by what it said last, not by a test that ran out of time.
  const patience = setTimeout(() => worker.kill('SIGABRT'), 200_000)
  const end = await worker.ended
  clearTimeout(patience)
  if (end.exitCode !== 0) {
    throw new Error(
      `the worker ended with ${end.exitCode ?? end.signal}: ${JSON.stringify(end.lines.at(-1))} ${end.stderr}`,
    )
  }
  return end
}

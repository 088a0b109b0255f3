import { Argument, type Command } from 'commander'
import { type FunctionName, functionNames } from '../aws/contract.ts'
import { UsageError } from '../errors.ts'
import { onStage, type StageOptions, withStageOptions } from './cloud-stage.ts'

interface Options extends StageOptions {
  since: string
  grep?: string
  follow?: boolean
}

/** `limelight cloud logs [WHO]`: what workers or a function write. */
export function register(cloud: Command): void {
  withStageOptions(
    cloud
      .command('logs')
      .description('what the workers or a function wrote lately')
      .addArgument(
        new Argument('[who]', 'workers or a function').choices(['workers', ...functionNames]).default('workers'),
      )
      .option('--since <time>', 'how far back: 30s, 15m, 2h, 1d', '15m')
      .option('--grep <pattern>', 'pattern of CloudWatch Logs: \'"text"\' or \'{ $.event = "failed" }\'')
      .option('--follow', 'go on until interrupted'),
  ).action(logs)
}

const pause = 2_000

async function logs(who: string, { since, grep, follow = false, ...options }: Options): Promise<void> {
  const { isNoGroup, logEvents, logsClient } = await import('../aws/logs.ts')
  const { isLocal } = await import('../aws/contract.ts')
  const { RunError } = await import('../errors.ts')
  let from = new Date(Date.now() - millisecondsOf(since))
  await onStage(options, async ({ names, stage, connection }) => {
    const group = who === 'workers' ? names.workerLogs : names.functionLogs(who as FunctionName)
    const client = logsClient(connection)
    // Events of the newest millisecond come again with the next question.
    let shown = new Set<string>()
    do {
      const now = new Set<string>()
      try {
        for await (const event of logEvents(client, { group, since: from, ...(grep ? { pattern: grep } : {}) })) {
          now.add(event.id)
          if (!shown.has(event.id)) process.stdout.write(`${lineOf(event, options.json)}\n`)
          if (event.time > from) from = event.time
        }
      } catch (error) {
        if (!isNoGroup(error)) throw error
        const why = isLocal(stage)
          ? 'workers of an emulator write to where they were started'
          : 'nothing was written yet'
        throw new RunError(`there is no log group ${group}: ${why}`)
      }
      shown = now
      if (follow) await new Promise((resolve) => setTimeout(resolve, pause))
    } while (follow)
  })
}

function lineOf({ time, stream, message }: { time: Date; stream: string; message: string }, json = false): string {
  return json ? JSON.stringify({ time, stream, message }) : `${time.toISOString()} ${stream.slice(-8)} ${message}`
}

function millisecondsOf(since: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(since) ?? []
  if (!amount || !unit) throw new UsageError(`--since ${since}: give a number and s, m, h or d, as 15m`)
  return Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 's']
}

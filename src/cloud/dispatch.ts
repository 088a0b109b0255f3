import { z } from 'zod'
import { limits, type Night, variableNames } from '../aws/contract.ts'
import type { CloudEnvironment } from '../environment.ts'
import { UsageError } from '../errors.ts'
import { nightOf } from './day.ts'
import { type DispatchSizes, imageQueues, mayWait, type QueueState, workersToStart } from './dispatch-decision.ts'
import { type Launcher, launcherOf } from './dispatch-launcher.ts'
import type { Host } from './host.ts'

export type DispatchHost = Pick<Host, 'stage' | 'connection' | 'queue' | 'now' | 'log' | 'environment'>

/**
 * Looks at the queues of images and starts the workers that they lack. Called by the clock, and by the night until nothing
 * waits. Called twice, the second call sees the workers of the first and starts none.
 */
export async function dispatch(
  host: DispatchHost,
  call: Night.Call,
  launcher: Launcher | null = launcherOf(host),
): Promise<Night.Dispatched> {
  const { leastImages, ...sizes } = readSizes(host.environment)
  const running = (await launcher?.running()) ?? { uploads: 0, manifests: 0 }
  const states: QueueState[] = []
  let backlog = 0
  for (const queue of imageQueues) {
    const { waiting, inFlight, delayed } = await host.queue(queue).backlog()
    states.push({ queue, waiting, inFlight, running: running[queue] })
    backlog += waiting + inFlight + delayed
  }
  const now = call.time === undefined ? host.now() : new Date(call.time)
  const waits = call.patient === true && mayWait(states, { leastImages, now, minutes: limits.dispatchMinutes })
  const start = launcher && !waits ? workersToStart(states, sizes) : { uploads: 0, manifests: 0 }
  for (const queue of imageQueues) {
    if (start[queue] > 0) await launcher?.start(queue, start[queue])
  }
  const dispatched: Night.Dispatched = {
    dt: nightOf(call, host.now()),
    round: call.round ?? 0,
    backlog,
    running: running.uploads + running.manifests,
    started: start.uploads + start.manifests,
  }
  host.log({ event: 'dispatch', queues: states, start, ...dispatched })
  return dispatched
}

const sizesSchema = z.object({
  rate: z.number().positive().default(60),
  targetMinutes: z.number().positive().default(120),
  maxWorkers: z.int().min(1).max(10_000).default(20),
  leastImages: z.int().min(1).default(1),
})

/** @throws UsageError for sizes that make no sense */
export function readSizes(environment: CloudEnvironment): DispatchSizes & { leastImages: number } {
  const text = environment.find(variableNames.sizes) ?? '{}'
  try {
    return sizesSchema.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new UsageError(`${variableNames.sizes}: ${why}`, { cause: error })
  }
}

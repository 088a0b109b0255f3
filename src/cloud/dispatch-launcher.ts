import { batchClient, openJobs } from '../aws/batch.ts'
import { isLocal, names, variableNames } from '../aws/contract.ts'
import { type ImageQueue, imageQueues } from './dispatch-decision.ts'
import type { Host } from './host.ts'

/** Where workers come from. */
export interface Launcher {
  /** Workers that run or are about to. */
  running(): Promise<Record<ImageQueue, number>>
  start(queue: ImageQueue, workers: number): Promise<void>
}

/** AWS Batch; on an emulator, which has none, nobody: there, workers are started by hand. */
export function launcherOf(host: Pick<Host, 'stage' | 'connection' | 'queue' | 'now'>): Launcher | null {
  if (isLocal(host.stage)) return null
  const called = names(host.stage)
  const jobs = openJobs(batchClient(host.connection), called.jobQueue, called.jobDefinition)
  return {
    async running() {
      const count: Record<ImageQueue, number> = { uploads: 0, manifests: 0 }
      for (const { name, workers } of await jobs.active()) {
        const queue = imageQueues.find((one) => name.startsWith(`${namesOfJobs(host.stage)[one]}-`))
        if (queue) count[queue] += workers
      }
      return count
    },
    start: (queue, workers) =>
      jobs.start({
        name: `${namesOfJobs(host.stage)[queue]}-${host.now().toISOString().replace(/\D/g, '').slice(0, 14)}`,
        workers,
        environment: { [variableNames.queueUrl]: host.queue(queue).url },
      }),
  }
}

/** What jobs' names begin with: the name of the queue whose messages they take. */
function namesOfJobs(stage: string): Record<ImageQueue, string> {
  const { uploadsQueue, manifestsQueue } = names(stage)
  return { uploads: uploadsQueue, manifests: manifestsQueue }
}

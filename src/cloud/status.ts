import type { Attempt, Jobs } from '../aws/batch.ts'
import { dayOf } from '../aws/contract.ts'
import type { Backlog, Queue } from '../aws/queue.ts'
import { imagesAMessage } from './dispatch-decision.ts'
import { type MachineName, machines, prices, pricesOf, usualMachine, workerHour } from './prices.ts'
import { type MeasuredOf, measuredToday } from './status-measured.ts'

export interface StatusOf extends MeasuredOf {
  stage: string
  queues: { uploads: Queue; manifests: Queue; posts: Queue; deadLetters: Queue }
  /** Null where there is no AWS Batch. */
  jobs: Jobs | null
}

/** A number that is not exact says why. */
export interface Estimate {
  value: number
  estimate: string
}

export interface Status {
  stage: string
  /** Today, UTC. */
  day: string
  queues: Record<'uploads' | 'manifests' | 'posts' | 'deadLetters', Backlog>
  /** Images that wait or are being worked on. */
  images: Estimate
  /** Workers that run; null on an emulator. */
  workers: { active: number } | null
  /** Images measured, today and by the hour; null where nobody says. */
  measured: { today: number; anHour: Estimate; from: 'logs' | 'shards' } | null
  /** Of today, in US dollars. */
  cost: { workers: Estimate | null; requests: Estimate | null; workerHours: number | null; prices: string }
}

/** How it goes, from what S3, SQS, Batch and CloudWatch Logs tell. */
export async function cloudStatus(of: StatusOf): Promise<Status> {
  const day = dayOf(of.now)
  const midnight = new Date(`${day}T00:00:00Z`)
  const [uploads, manifests, posts, deadLetters, active, attempts, measured] = await Promise.all([
    of.queues.uploads.backlog(),
    of.queues.manifests.backlog(),
    of.queues.posts.backlog(),
    of.queues.deadLetters.backlog(),
    of.jobs?.active(),
    of.jobs?.attempts(midnight),
    measuredToday(of),
  ])
  const workerHours = attempts ? hoursOf(attempts, midnight, of.now) : null
  return {
    stage: of.stage,
    day,
    queues: { uploads, manifests, posts, deadLetters },
    images: imagesIn(uploads, manifests),
    workers: active ? { active: active.reduce((sum, { workers }) => sum + workers, 0) } : null,
    measured: measured && {
      today: measured.today,
      anHour: { value: measured.anHour, estimate: `of the last ${measured.minutes} minutes` },
      from: measured.from,
    },
    cost: {
      workers: workerHours === null ? null : costOfWorkers(workerHours, usualMachine),
      requests: measured && costOfRequests(measured.today),
      workerHours,
      prices: pricesOf,
    },
  }
}

function imagesIn(uploads: Backlog, manifests: Backlog): Estimate {
  const all = ({ waiting, inFlight, delayed }: Backlog) => waiting + inFlight + delayed
  return {
    value: all(uploads) * imagesAMessage.uploads + all(manifests) * imagesAMessage.manifests,
    estimate: `SQS counts about; a manifest is taken for ${imagesAMessage.manifests} images`,
  }
}

/** Hours that workers ran in a span of time, together. */
function hoursOf(attempts: readonly Attempt[], from: Date, to: Date): number {
  return attempts.reduce((sum, { started, stopped }) => {
    const begin = Math.max(started.getTime(), from.getTime())
    const end = Math.min((stopped ?? to).getTime(), to.getTime())
    return sum + Math.max(0, end - begin) / 3_600_000
  }, 0)
}

function costOfWorkers(hours: number, machine: MachineName): Estimate {
  const { spot, onDemand } = machines[machine]
  const most = hours * workerHour({ price: onDemand })
  return {
    value: hours * workerHour({ machine }),
    estimate:
      `every worker taken for a ${machine} on spot at $${spot.usual} an hour; $${most.toFixed(2)} if all were on demand; ` +
      'without the minutes in which machines start and end',
  }
}

function costOfRequests(images: number): Estimate {
  return {
    // One GET, and of SQS one send and a tenth of a receive and a delete.
    value: images * (prices.s3Get.dollars + 1.2 * prices.sqsRequest.dollars),
    estimate: 'one GET and 1.2 requests to SQS an image, as for uploads; without Lambda, Athena, logs and storage',
  }
}

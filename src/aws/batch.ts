import {
  BatchClient,
  DescribeJobDefinitionsCommand,
  DescribeJobsCommand,
  type JobDetail,
  type JobStatus,
  type JobSummary,
  paginateListJobs,
  SubmitJobCommand,
} from '@aws-sdk/client-batch'
import { RunError } from '../errors.ts'
import type { Connection } from './clients.ts'

/** Workers that were asked for by one job and have not ended. */
export interface ActiveJob {
  name: string
  workers: number
}

/** Time that a worker ran on a machine; `stopped` null: it still runs. Each try of a worker is one. */
export interface Attempt {
  started: Date
  stopped: Date | null
}

/** A queue of AWS Batch, whose jobs are workers. */
export interface Jobs {
  /** Jobs that wait for a machine, start or run. */
  active(): Promise<ActiveJob[]>
  /** Asks for so many workers (1 to 10,000) with some environment beside that of the definition. */
  start(job: { name: string; workers: number; environment: Record<string, string> }): Promise<void>
  /** When workers ran: all that have not ended, and those that ended since a time. Batch forgets jobs after 7 days. */
  attempts(since: Date): Promise<Attempt[]>
}

export function batchClient(to: Connection): BatchClient {
  return new BatchClient({ ...to, maxAttempts: 5 })
}

export function openJobs(client: BatchClient, jobQueue: string, jobDefinition: string): Jobs {
  return {
    active: async () =>
      (await describe(client, await listed(client, { jobQueue }, unended))).map((job) => ({
        name: job.jobName ?? '',
        workers: unendedOf(job),
      })),
    async start({ name, workers, environment }) {
      await client.send(
        new SubmitJobCommand({
          jobName: name,
          jobQueue,
          jobDefinition,
          // An array has at least 2 jobs.
          ...(workers > 1 ? { arrayProperties: { size: workers } } : {}),
          containerOverrides: {
            environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
          },
        }),
      )
    },
    async attempts(since) {
      const jobs = await listed(client, { jobQueue }, [...unended, 'SUCCEEDED', 'FAILED'])
      const late = jobs.filter(({ stoppedAt }) => stoppedAt === undefined || stoppedAt >= since.getTime())
      const arrays = late.filter(({ arrayProperties }) => arrayProperties?.size !== undefined)
      const single = late.filter((job) => !arrays.includes(job))
      for (const { jobId: arrayJobId = '' } of arrays) {
        single.push(...(await listed(client, { arrayJobId }, ['RUNNING', 'SUCCEEDED', 'FAILED', ...waiting])))
      }
      return (await describe(client, single)).flatMap(attemptsOf)
    },
  }
}

/** The environment that workers of a job definition have; null when there is no such definition. */
export async function environmentOfJobs(client: BatchClient, name: string): Promise<Record<string, string> | null> {
  const { jobDefinitions = [] } = await client.send(
    new DescribeJobDefinitionsCommand({ jobDefinitionName: name, status: 'ACTIVE' }),
  )
  const newest = jobDefinitions.toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]
  if (!newest) return null
  const entries = newest.containerProperties?.environment ?? []
  return Object.fromEntries(entries.map(({ name: key = '', value = '' }) => [key, value]))
}

const waiting: JobStatus[] = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING']
const unended: JobStatus[] = [...waiting, 'RUNNING']

async function listed(
  client: BatchClient,
  of: { jobQueue: string } | { arrayJobId: string },
  statuses: readonly JobStatus[],
): Promise<JobSummary[]> {
  const found = new Map<string, JobSummary>()
  // Batch lists one status a request. A job that moves on between two of them is listed twice.
  for (const jobStatus of statuses) {
    for await (const { jobSummaryList = [] } of paginateListJobs({ client }, { ...of, jobStatus })) {
      for (const job of jobSummaryList) found.set(job.jobId ?? '', job)
    }
  }
  return [...found.values()]
}

async function describe(client: BatchClient, jobs: readonly JobSummary[]): Promise<JobDetail[]> {
  const details: JobDetail[] = []
  for (let at = 0; at < jobs.length; at += 100) {
    const ids = jobs.slice(at, at + 100).flatMap(({ jobId }) => jobId ?? [])
    details.push(...((await client.send(new DescribeJobsCommand({ jobs: ids }))).jobs ?? []))
  }
  if (details.length < jobs.length) throw new RunError('AWS Batch does not describe all jobs that it lists; try again')
  return details
}

/** An array's own status says nothing of its jobs; its summary does. */
function unendedOf({ status, arrayProperties }: JobDetail): number {
  if (arrayProperties?.statusSummary) {
    const { statusSummary } = arrayProperties
    return unended.reduce((sum, name) => sum + (statusSummary[name] ?? 0), 0)
  }
  return unended.some((name) => name === status) ? (arrayProperties?.size ?? 1) : 0
}

function attemptsOf({ attempts = [], startedAt, stoppedAt, status }: JobDetail): Attempt[] {
  const tries = attempts.flatMap(({ startedAt: from, stoppedAt: to }) =>
    from === undefined ? [] : [{ started: new Date(from), stopped: to === undefined ? null : new Date(to) }],
  )
  // The try under way is not among the attempts.
  if (status === 'RUNNING' && startedAt !== undefined) tries.push({ started: new Date(startedAt), stopped: null })
  else if (tries.length === 0 && startedAt !== undefined && stoppedAt !== undefined) {
    tries.push({ started: new Date(startedAt), stopped: new Date(stoppedAt) })
  }
  return tries
}

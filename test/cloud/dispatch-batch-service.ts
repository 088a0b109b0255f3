import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Enough of AWS Batch for tests, as no emulator has it: jobs are kept, arrays are taken apart, tests say what becomes of them. */
export interface BatchService {
  endpoint: string
  submitted: Submitted[]
  jobs: Job[]
  close(): Promise<void>
}

interface Submitted {
  jobName: string
  jobQueue: string
  jobDefinition: string
  arrayProperties?: { size: number }
  containerOverrides: { environment: { name: string; value: string }[] }
}

interface Job {
  jobId: string
  jobName: string
  jobQueue?: string
  arrayJobId?: string
  status: string
  startedAt?: number
  stoppedAt?: number
  attempts?: { startedAt?: number; stoppedAt?: number }[]
  size?: number
}

/** @param pageSize jobs of one answer, so that callers have to ask for the next page */
export async function startBatchService(pageSize = 2): Promise<BatchService> {
  const submitted: Submitted[] = []
  const jobs: Job[] = []
  const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
    '/v1/submitjob': (body) => submit(body as unknown as Submitted),
    '/v1/listjobs': (body) => list(body),
    '/v1/describejobs': (body) => ({ jobs: (body.jobs as string[]).flatMap((id) => described(id)) }),
  }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const answer = answers[request.url ?? '']?.(JSON.parse(text))
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function submit(body: Submitted) {
    submitted.push(body)
    const { jobName, jobQueue, arrayProperties } = body
    const jobId = `job-${submitted.length}`
    const size = arrayProperties?.size
    // The parent of an array waits until all its jobs have ended.
    jobs.push({ jobId, jobName, jobQueue, status: size ? 'PENDING' : 'RUNNABLE', ...(size ? { size } : {}) })
    for (let at = 0; at < (size ?? 0); at++) {
      jobs.push({ jobId: `${jobId}:${at}`, jobName, arrayJobId: jobId, status: 'RUNNABLE' })
    }
    return { jobId, jobName }
  }

  function list({ jobQueue, arrayJobId, jobStatus, nextToken = '0' }: Record<string, unknown>) {
    const found = jobs.filter(
      (job) => job.status === jobStatus && (arrayJobId ? job.arrayJobId === arrayJobId : job.jobQueue === jobQueue),
    )
    const from = Number(nextToken)
    return {
      jobSummaryList: found.slice(from, from + pageSize).map((job) => ({ ...job, ...arrayOf(job) })),
      ...(from + pageSize < found.length ? { nextToken: String(from + pageSize) } : {}),
    }
  }

  function described(id: string) {
    return jobs.filter(({ jobId }) => jobId === id).map((job) => ({ ...job, ...arrayOf(job) }))
  }

  function arrayOf({ jobId, size }: Job) {
    if (size === undefined) return {}
    const statusSummary: Record<string, number> = {}
    for (const { arrayJobId, status } of jobs) {
      if (arrayJobId === jobId) statusSummary[status] = (statusSummary[status] ?? 0) + 1
    }
    return { arrayProperties: { size, statusSummary } }
  }

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    submitted,
    jobs,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

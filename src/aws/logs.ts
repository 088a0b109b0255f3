import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Connection } from './clients.ts'

export interface LogEvent {
  id: string
  time: Date
  /** The worker's or the function's own stream. */
  stream: string
  message: string
}

export interface LogQuery {
  group: string
  since: Date
  /** Pattern of CloudWatch Logs: `"text"` or `{ $.event = "stored" }`. */
  pattern?: string
}

export function logsClient(to: Connection): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ ...to, maxAttempts: 8 })
}

/** Events of a log group since a time, in the order in which CloudWatch gives them: about that of time. */
export async function* logEvents(
  client: CloudWatchLogsClient,
  { group, since, pattern }: LogQuery,
): AsyncGenerator<LogEvent> {
  const pages = paginateFilterLogEvents(
    { client },
    { logGroupName: group, startTime: since.getTime(), ...(pattern ? { filterPattern: pattern } : {}) },
  )
  for await (const { events = [] } of pages) {
    for (const { eventId = '', timestamp = 0, logStreamName = '', message = '' } of events) {
      yield { id: eventId, time: new Date(timestamp), stream: logStreamName, message: message.trimEnd() }
    }
  }
}

/** Whether an error says that there is no such log group: nothing has been written yet. */
export const isNoGroup = (error: unknown): boolean => error instanceof ResourceNotFoundException

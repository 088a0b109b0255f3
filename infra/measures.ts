import type { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import type { Nights } from './nights.ts'
import type { Queues } from './queues.ts'

/** What is measured of a deployment; alarms and the dashboard speak of the same. */
export interface Measures {
  /** Seconds that the oldest message of a queue has waited. */
  age: Record<'uploads' | 'manifests' | 'posts', IMetric>
  waiting: Record<'uploads' | 'manifests' | 'posts', IMetric>
  deadLetters: IMetric
  /** Files of posts that could not be read, a try each. */
  postsUnread(period: Duration): IMetric
  /** Images that were measured or quarantined, and those that were quarantined. */
  images(period: Duration): IMetric
  errors(period: Duration): IMetric
  /** Workers that dispatch saw, on average. */
  workers(period: Duration): IMetric
  nightsClosed(period: Duration): IMetric
  nightsFailed(period: Duration): IMetric
  functionErrors(period: Duration): IMetric
}

export function measures(scope: Construct, { stage }: Settings, queues: Queues, nights: Nights): Measures {
  const { images, errors } = workerMetrics(stage)
  const { functions, nightly } = nights
  return {
    age: eachQueue(queues, (queue) => queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM })),
    waiting: eachQueue(queues, (queue) => queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM })),
    deadLetters: queues.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    images,
    errors,
    postsUnread: postsUnread(scope, stage, functions['ingest-posts'].logGroup),
    workers: workersSeen(scope, stage, functions.dispatch.logGroup),
    nightsClosed: (period) => nightly.metricSucceeded({ period, statistic: Stats.SUM }),
    nightsFailed: (period) =>
      sum('nights that failed', period, {
        failed: nightly.metricFailed({ period }),
        timedOut: nightly.metricTimedOut({ period }),
        aborted: nightly.metricAborted({ period }),
      }),
    functionErrors: (period) => sum('errors of functions', period, errorsOf(Object.values(functions), period)),
  }
}

function eachQueue<T>({ uploads, manifests, posts }: Queues, of: (queue: Queue) => T) {
  return { uploads: of(uploads), manifests: of(manifests), posts: of(posts) }
}

/** Workers write these with their log, in CloudWatch's embedded metric format: src/worker/metrics.ts. */
function workerMetrics(stage: string) {
  const metric = (metricName: string, label: string) => (period: Duration) =>
    new Metric({
      namespace: names(stage).metrics,
      metricName,
      label,
      dimensionsMap: { Stage: stage },
      statistic: Stats.SUM,
      period,
    })
  return { images: metric('Images', 'images'), errors: metric('Errors', 'quarantined') }
}

/** Every dispatch writes down how many workers it saw. */
function workersSeen(scope: Construct, stage: string, log: ILogGroup): (period: Duration) => IMetric {
  const metric = fromLog(scope, 'WorkersSeen', {
    stage,
    log,
    event: 'dispatch',
    metricName: 'Workers',
    value: '$.running',
  })
  return (period) => metric({ period, statistic: Stats.AVERAGE, label: 'workers' })
}

/** ingest-posts answers SQS which message is not done: Lambda counts that as no error, so its log is counted. */
function postsUnread(scope: Construct, stage: string, log: ILogGroup): (period: Duration) => IMetric {
  const metric = fromLog(scope, 'PostsUnread', {
    stage,
    log,
    event: 'posts_failed',
    metricName: 'PostsUnread',
    value: '1',
  })
  return (period) => metric({ period, statistic: Stats.SUM, label: 'files of posts that could not be read' })
}

interface FromLog {
  stage: string
  log: ILogGroup
  /** Of the lines that are counted. */
  event: string
  metricName: string
  /** A number, or a field of the line. */
  value: string
}

function fromLog(scope: Construct, id: string, { stage, log, event, metricName, value }: FromLog) {
  const filter = new MetricFilter(scope, id, {
    logGroup: log,
    metricNamespace: `${names(stage).metrics}/${stage}`,
    metricName,
    filterPattern: FilterPattern.stringValue('$.event', '=', event),
    metricValue: value,
  })
  return (options: MetricOptions): IMetric => filter.metric(options)
}

function errorsOf(functions: Lambda[], period: Duration): Record<string, IMetric> {
  return Object.fromEntries(functions.map((each, index) => [`f${index}`, each.metricErrors({ period })]))
}

function sum(label: string, period: Duration, usingMetrics: Record<string, IMetric>): IMetric {
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ')
  return new MathExpression({ label, expression, usingMetrics, period })
}

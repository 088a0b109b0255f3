import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import type { Measures } from './measures.ts'

interface AlarmOptions {
  /** What happened, as the mail says it; docs/operations.md has a section of this name. */
  says: string
  metric: IMetric
  above: number
  periods?: number
  missing?: TreatMissingData
  below?: boolean
}

/** What somebody has to look at; each is told to the topic when it begins and when it is over. */
export function alarms(scope: Construct, settings: Settings, measures: Measures, topic: Topic): Alarm[] {
  const { stage, targetMinutes, maxErrorRate, dailySpend, workerPrice } = settings
  const hour = Duration.hours(1)
  const day = Duration.days(1)
  const late = 2 * targetMinutes * 60

  const all: Record<string, AlarmOptions> = {
    'uploads-wait': {
      says: `An upload has waited for twice the ${targetMinutes} minutes in which it should be measured`,
      metric: measures.age.uploads,
      above: late,
      periods: 3,
    },
    'manifests-wait': {
      says: 'A manifest of a backfill, or of images that were lost, has waited for a day',
      metric: measures.age.manifests,
      above: day.toSeconds(),
      periods: 3,
    },
    'posts-wait': {
      says: 'A file of posts has waited for 3 hours',
      metric: measures.age.posts,
      above: 3 * hour.toSeconds(),
      periods: 3,
    },
    'posts-unread': {
      says: 'A file of posts could not be read',
      metric: measures.postsUnread(hour),
      above: 0,
    },
    'dead-letters': {
      says: 'A message could not be worked on and is among the dead letters',
      metric: measures.deadLetters,
      above: 0,
    },
    'error-rate': {
      says: `More than ${maxErrorRate * 100} % of an hour's images were quarantined`,
      metric: new MathExpression({
        label: 'share of quarantined images',
        // A few bad files among few images are no fault of ours.
        expression: 'IF(images >= 100, errors / images, 0)',
        usingMetrics: { images: measures.images(hour), errors: measures.errors(hour) },
        period: hour,
      }),
      above: maxErrorRate,
    },
    'no-report': {
      says: 'No night was closed within 26 hours: there is a day without its report',
      metric: measures.nightsClosed(hour),
      above: 1,
      below: true,
      periods: 26,
      missing: TreatMissingData.BREACHING,
    },
    'night-failed': {
      says: 'A night could not be closed',
      metric: measures.nightsFailed(hour),
      above: 0,
    },
    functions: {
      says: 'Functions failed more than 5 times within an hour',
      metric: measures.functionErrors(hour),
      above: 5,
    },
    spend: {
      says: `Workers of the last 24 hours cost more than $${dailySpend}, at $${workerPrice} an hour each`,
      metric: new MathExpression({
        label: 'US dollars in 24 hours',
        expression: `FILL(workers, 0) * 24 * ${workerPrice}`,
        usingMetrics: { workers: measures.workers(day) },
        period: day,
      }),
      above: dailySpend,
    },
  }
  const action = new SnsAction(topic)
  return Object.entries(all).map(([name, options]) => {
    const made = alarm(scope, `${names(stage).stack}-${name}`, name, options)
    made.addAlarmAction(action)
    made.addOkAction(action)
    return made
  })
}

function alarm(scope: Construct, alarmName: string, id: string, options: AlarmOptions): Alarm {
  const { says, metric, above, periods = 1, missing = TreatMissingData.NOT_BREACHING, below = false } = options
  return new Alarm(scope, id, {
    alarmName,
    alarmDescription: `${says}. What to do: docs/operations.md, "${id}".`,
    metric,
    threshold: above,
    evaluationPeriods: periods,
    comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: missing,
  })
}

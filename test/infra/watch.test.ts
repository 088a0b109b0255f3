import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { type CloudTemplates, cloudTemplates, type Properties, propertiesOf } from './synthesised.ts'

let cloud: CloudTemplates

beforeAll(() => {
  cloud = cloudTemplates({ email: 'a@example.org, b@example.org', targetMinutes: 90, dailySpend: 12, budget: 250 })
})

describe('alarms', () => {
  test('there are for what waits, what failed, what is missing and what it costs', () => {
    expect(
      alarms()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'dead-letters',
      'error-rate',
      'functions',
      'manifests-wait',
      'night-failed',
      'no-report',
      'posts-unread',
      'posts-wait',
      'spend',
      'uploads-wait',
    ])
  })

  test('each is told when it begins and when it is over, and its mail says what it is and where to read on', () => {
    const manual = readFileSync('docs/operations.md', 'utf8')

    for (const { name, AlarmActions, OKActions, AlarmDescription } of alarms()) {
      expect(AlarmActions).toHaveLength(1)
      expect(OKActions).toEqual(AlarmActions)
      expect(AlarmDescription).toContain(`docs/operations.md, "${name}"`)
      expect(manual).toMatch(new RegExp(`^### ${name}$`, 'm'))
    }
  })

  test('the age of the oldest upload is too much at twice the time in which it should be measured', () => {
    expect(alarm('uploads-wait')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: 2 * 90 * 60,
      ComparisonOperator: 'GreaterThanThreshold',
    })
  })

  test('one dead letter is enough', () => {
    expect(alarm('dead-letters')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    })
  })

  test('a file of posts that could not be read is told at once: its message is tried for hours before it is a dead letter', () => {
    const filters = Object.values(cloud.watch.findResources('AWS::Logs::MetricFilter')).map((one) => one.Properties)
    const filter = filters.find((one) => one.MetricTransformations[0].MetricName === 'PostsUnread')

    const { Metrics, ...rest } = alarm('posts-unread')
    expect(Metrics[0].MetricStat).toMatchObject({
      Metric: { Namespace: 'Limelight/main', MetricName: 'PostsUnread' },
      Stat: 'Sum',
    })
    expect(rest).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    })
    expect(filter.FilterPattern).toBe('{ $.event = "posts_failed" }')
    expect(JSON.stringify(filter.LogGroupName)).toMatch(/ingestposts/)
  })

  test('the error rate is of what workers tell of themselves, and a few images are no rate', () => {
    const { Metrics, Threshold } = alarm('error-rate')
    const told = Metrics.flatMap(({ MetricStat }: Properties) => MetricStat ?? [])

    expect(Threshold).toBe(0.2)
    expect(Metrics.find(({ Expression }: Properties) => Expression).Expression).toBe(
      'IF(images >= 100, errors / images, 0)',
    )
    expect(told.map(({ Metric }: Properties) => [Metric.Namespace, Metric.MetricName, Metric.Dimensions])).toEqual([
      ['Limelight', 'Images', [{ Name: 'Stage', Value: 'main' }]],
      ['Limelight', 'Errors', [{ Name: 'Stage', Value: 'main' }]],
    ])
  })

  test('no night in 26 hours is an alarm, also when there was never one', () => {
    expect(alarm('no-report')).toMatchObject({
      MetricName: 'ExecutionsSucceeded',
      Period: 3600,
      EvaluationPeriods: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    })
  })

  test('what workers cost is reckoned from those that dispatch sees', () => {
    const { Metrics, Threshold } = alarm('spend')
    const { MetricTransformations, FilterPattern } = propertiesOf(cloud.watch, 'AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.event = "dispatch" }',
    })

    expect(Threshold).toBe(12)
    expect(Metrics.find(({ Expression }: Properties) => Expression).Expression).toBe('FILL(workers, 0) * 24 * 0.5')
    expect(Metrics.find(({ MetricStat }: Properties) => MetricStat).MetricStat).toMatchObject({
      Metric: { Namespace: 'Limelight/main', MetricName: 'Workers' },
      Stat: 'Average',
      Period: 86_400,
    })
    expect(FilterPattern).toBe('{ $.event = "dispatch" }')
    expect(MetricTransformations[0]).toMatchObject({ MetricValue: '$.running', MetricName: 'Workers' })
  })

  test('an alarm over several hours or days is one that CloudWatch takes', () => {
    for (const { Period, EvaluationPeriods, Metrics = [] } of alarms()) {
      const period = Period ?? Math.max(...Metrics.map(({ MetricStat }: Properties) => MetricStat?.Period ?? 0))
      const most = period >= 3600 ? 7 * 86_400 : 86_400
      expect(period * EvaluationPeriods).toBeLessThanOrEqual(most)
    }
  })
})

describe('who is told', () => {
  test('everyone who is named', () => {
    const subscriptions = Object.values(cloud.nights.findResources('AWS::SNS::Subscription'))

    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
      ['email', 'a@example.org'],
      ['email', 'b@example.org'],
    ])
  })

  test('by the account alone: alarms and budgets may tell, and nothing over plain HTTP', () => {
    const { Statement } = propertiesOf(cloud.nights, 'AWS::SNS::TopicPolicy').PolicyDocument
    const [deny] = Statement.filter(({ Effect }: Properties) => Effect === 'Deny')
    const [allow, ...others] = Statement.filter(({ Effect }: Properties) => Effect === 'Allow')

    expect(deny).toMatchObject({ Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
    expect(allow).toMatchObject({
      Action: 'sns:Publish',
      Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
    expect(others).toEqual([])
  })

  test('of what the account costs in a month', () => {
    const { Budget, NotificationsWithSubscribers } = propertiesOf(cloud.watch, 'AWS::Budgets::Budget')

    expect(Budget).toMatchObject({ BudgetLimit: { Amount: 250, Unit: 'USD' }, TimeUnit: 'MONTHLY' })
    expect(
      NotificationsWithSubscribers.map(({ Notification }: Properties) => [
        Notification.NotificationType,
        Notification.Threshold,
      ]),
    ).toEqual([
      ['ACTUAL', 80],
      ['ACTUAL', 100],
      ['FORECASTED', 100],
    ])
  })

  test('on one page, too', () => {
    const { DashboardName, DashboardBody } = propertiesOf(cloud.watch, 'AWS::CloudWatch::Dashboard')

    expect(DashboardName).toBe('limelight-main')
    for (const title of ['Alarms', 'Messages that wait', 'Dead letters', 'Nights'])
      expect(JSON.stringify(DashboardBody)).toContain(title)
  })
})

function alarms(from: Template = cloud.watch): Properties[] {
  return Object.values(from.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    ...Properties,
    name: Properties.AlarmName.replace('limelight-main-', ''),
  }))
}

function alarm(name: string): Properties {
  const found = alarms().find((each) => each.name === name)
  if (!found) throw new Error(`there is no alarm ${name}`)
  return found
}

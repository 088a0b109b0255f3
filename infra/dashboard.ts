import { Duration } from 'aws-cdk-lib'
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import type { Measures } from './measures.ts'

/** One page that says how it goes. */
export function dashboard(scope: Construct, { stage }: Settings, measures: Measures, alarms: Alarm[]): Dashboard {
  const period = Duration.minutes(5)
  const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, left, right, width: 8, height: 6 })
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: names(stage).stack,
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 3 })],
      [
        graph('Messages that wait', Object.values(measures.waiting)),
        graph('Seconds that the oldest has waited', Object.values(measures.age)),
        graph('Dead letters', [measures.deadLetters]),
      ],
      [
        graph(
          'Images, and workers (right)',
          [measures.images(period), measures.errors(period)],
          [measures.workers(period)],
        ),
        graph('Nights', [measures.nightsClosed(Duration.hours(1)), measures.nightsFailed(Duration.hours(1))]),
        graph('Errors of functions', [measures.functionErrors(period)]),
      ],
    ],
  })
}

import { Aws, Duration, Stack, TimeZone } from 'aws-cdk-lib'
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import { acceptWildcard } from './accept.ts'
import type { Settings } from './context.ts'
import { bucketName, isLocal, limits } from './contract.ts'
import type { Functions } from './functions.ts'
import { inventoryAddress } from './inventory.ts'

const { dispatchMinutes } = limits

/** What happens by the clock: each night, and every few minutes. On an emulator the schedules are there and off. */
export function schedules(scope: Construct, settings: Settings, functions: Functions, nightly: StateMachine): void {
  const { stage, schedule, timeZone, announce, announceMinutes } = settings
  const [hour = '', minute = ''] = schedule.split(':')
  const enabled = !isLocal(stage)
  const role = new Role(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    description: 'What the schedules may start',
  })
  const called = announce === 'listing' ? [functions.dispatch, functions.announce] : [functions.dispatch]
  for (const { functionArn } of called)
    acceptWildcard(role, `${functionArn}:*`, 'Versions of the one function that it may call; there are none.')
  new Schedule(scope, 'EveryNight', {
    description: 'Closes the day before',
    schedule: ScheduleExpression.cron({
      minute: String(Number(minute)),
      hour: String(Number(hour)),
      timeZone: TimeZone.of(timeZone),
    }),
    target: new StepFunctionsStartExecution(nightly, {
      input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime, ...inventoryOf(scope, settings) }),
      maxEventAge: Duration.hours(6),
      retryAttempts: 20,
      role: role as IRole,
    }),
    enabled,
  })
  new Schedule(scope, 'EveryFewMinutes', {
    description: 'Starts workers if images wait',
    schedule: ScheduleExpression.rate(Duration.minutes(dispatchMinutes)),
    target: new LambdaInvoke(functions.dispatch, {
      input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime, patient: true }),
      // The next one is as good.
      maxEventAge: Duration.minutes(dispatchMinutes),
      retryAttempts: 1,
      role: role as IRole,
    }),
    enabled,
  })
  if (announce === 'listing')
    new Schedule(scope, 'EveryListing', {
      description: 'Queues what was uploaded',
      schedule: ScheduleExpression.rate(Duration.minutes(announceMinutes)),
      target: new LambdaInvoke(functions.announce, { retryAttempts: 1, role: role as IRole }),
      enabled,
    })
}

/** Where the list of uploads lies, if S3 makes one. */
function inventoryOf(scope: Construct, { stage, inventory }: Settings): { inventory?: string } {
  const { account, region } = Stack.of(scope)
  return inventory ? { inventory: inventoryAddress(bucketName(stage, account, region)) } : {}
}

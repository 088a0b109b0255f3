import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { statesOfANight } from '../stack/nightly.ts'
import { cloudTemplates, localTemplate, propertiesOf } from './synthesised.ts'

interface State {
  Type: string
  Next?: string
  Default?: string
  End?: boolean
  Choices?: { Next: string; And: { Variable: string; NumericLessThan?: number; NumericGreaterThan?: number }[] }[]
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string }[]
  Retry?: { ErrorEquals: string[]; MaxAttempts: number; IntervalSeconds: number }[]
  TimeoutSeconds?: number
  Seconds?: number
  MaxConcurrency?: number
  Parameters?: Record<string, unknown>
  ItemProcessor?: { States: Record<string, State> }
}

let nights: Template
let local: Template
let states: Record<string, State>

beforeAll(() => {
  nights = cloudTemplates({ schedule: '05:07', timeZone: 'Europe/Berlin' }).nights
  local = localTemplate()
  states = definitionOf(nights).States
})

describe('the night', () => {
  test('goes from dispatch to notify where nothing is left over', () => {
    const way = [definitionOf(nights).StartAt]
    for (let next = nextOf(way[0]); next !== undefined; next = nextOf(next)) way.push(next)

    expect(way).toEqual(statesOfANight)
  })

  test('leads nowhere that is not there, and every state can be reached', () => {
    const named = Object.values(states).flatMap((state) => [
      ...[state.Next, state.Default].filter((name) => name !== undefined),
      ...(state.Choices ?? []).map(({ Next }) => Next),
      ...(state.Catch ?? []).map(({ Next }) => Next),
    ])

    expect([...new Set([...named, definitionOf(nights).StartAt])].sort()).toEqual(Object.keys(states).sort())
  })

  test('waits for workers while images wait, and for those that were lost, but not for ever', () => {
    const [backlog] = states['Is work left?']?.Choices ?? []
    const [lost] = states['Was anything lost?']?.Choices ?? []

    expect(backlog).toEqual({
      And: [
        { Variable: '$.backlog', NumericGreaterThan: 0 },
        { Variable: '$.round', NumericLessThan: 48 },
      ],
      Next: 'Wait for workers',
    })
    expect(lost).toEqual({
      And: [
        { Variable: '$.queued', NumericGreaterThan: 0 },
        { Variable: '$.round', NumericLessThan: 60 },
      ],
      Next: 'Wait for workers',
    })
    expect(states['Wait for workers']).toMatchObject({ Seconds: 300, Next: 'Next round' })
    expect(states['Next round']).toMatchObject({
      Parameters: { 'dt.$': '$.dt', 'round.$': 'States.MathAdd($.round, 1)' },
      Next: 'Dispatch',
    })
  })

  test('all its waiting fits into the time that it may take', () => {
    expect(60 * (states['Wait for workers']?.Seconds ?? 0)).toBeLessThan(definitionOf(nights).TimeoutSeconds)
  })

  test('every step is tried again, has a time limit, and is told of when it can not be done', () => {
    const steps = Object.entries(states).filter(([, { Type }]) => Type === 'Task' || Type === 'Map')

    expect(steps).toHaveLength(8)
    for (const [name, step] of steps) {
      const caught = name === 'Tell of the failure' ? 'Failed' : 'Tell of the failure'
      expect(step.Catch?.map(({ ErrorEquals, Next }) => [ErrorEquals, Next])).toEqual([[['States.ALL'], caught]])
    }
    for (const step of tasks(states)) {
      const [ofLambda, ofStep] = step.Retry ?? []
      expect(ofLambda?.ErrorEquals).toContain('Lambda.TooManyRequestsException')
      expect(ofLambda?.MaxAttempts).toBeGreaterThanOrEqual(5)
      expect(ofStep).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 3 })
    }
  })

  test("a step may take longer than Lambda's own limit, so that it is Lambda who says what happened", () => {
    const limits = functionsOf(nights)

    for (const { TimeoutSeconds = 0, Parameters = {} } of tasks(states)) {
      const name = limits.find(({ id }) => String(Parameters.FunctionName).includes(`"${id}"`))
      expect(TimeoutSeconds).toBeGreaterThan(name?.timeout ?? Number.POSITIVE_INFINITY)
    }
  })

  test('compacts slices side by side, and finishes after all of them', () => {
    const { MaxConcurrency, ItemProcessor, Next } = states.Compact as State

    expect(MaxConcurrency).toBe(8)
    expect(Object.keys(ItemProcessor?.States ?? {})).toEqual(['Compact a slice'])
    expect(Next).toBe('Finish the compaction')
    expect(states['Plan the compaction']?.Parameters?.Payload).toEqual({ 'dt.$': '$.dt', step: 'plan' })
    expect(states['Finish the compaction']?.Parameters?.Payload).toEqual({ 'dt.$': '$.dt', step: 'finish' })
  })

  test('reconciles with what the night was called with, and what dispatch said of it stands before that', () => {
    expect(states.Reconcile?.Parameters).toMatchObject({
      'Payload.$': 'States.JsonMerge($$.Execution.Input, $, false)',
    })
  })

  test('waits half a day for the list of uploads that S3 makes, where there is one', () => {
    const { nights: byInventory } = cloudTemplates({ inventory: true, account: '123456789012', region: 'eu-west-1' })
    const { States, TimeoutSeconds } = definitionOf(byInventory)

    const ofStep = States.Reconcile?.Retry?.at(-1)
    const { Target } = propertiesOf(byInventory, 'AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 6 * * ? *)',
    })

    expect(ofStep).toEqual({ ErrorEquals: ['States.ALL'], IntervalSeconds: 1800, BackoffRate: 1, MaxAttempts: 24 })
    expect(TimeoutSeconds).toBe(24 * 3600)
    expect(JSON.parse(Target.Input).inventory).toBe(
      's3://limelight-main-123456789012-eu-west-1/inventory/limelight-main-123456789012-eu-west-1/images/',
    )
  })

  test('ends as failed after it was told', () => {
    expect(states['Tell of the failure']).toMatchObject({ Next: 'Failed' })
    expect(states.Failed?.Type).toBe('Fail')
  })

  test('is the same on an emulator, only faster', () => {
    const there = definitionOf(local)

    expect(Object.keys(there.States)).toEqual(Object.keys(states))
    expect(there.States['Wait for workers']?.Seconds).toBeLessThan(10)
    expect(Math.max(...tasks(there.States).flatMap(({ Retry }) => Retry?.[1]?.IntervalSeconds ?? 0))).toBe(1)
  })

  test('is logged and traced', () => {
    const machine = propertiesOf(nights, 'AWS::StepFunctions::StateMachine')

    expect(machine.TracingConfiguration).toEqual({ Enabled: true })
    expect(machine.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: true })
  })

  test('may call the five functions of its steps, and no other', () => {
    const policy = Object.values(nights.findResources('AWS::IAM::Policy')).find(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('NightlyRole'),
    )
    const invoke = policy?.Properties.PolicyDocument.Statement.find(
      ({ Action }: { Action: string }) => Action === 'lambda:InvokeFunction',
    )
    const called = invoke.Resource.map((arn: { 'Fn::GetAtt': string[] }) => arn['Fn::GetAtt'][0])
    const names = functionsOf(nights).filter(({ id }) => called.includes(id))

    expect(names.map(({ name }) => name).sort()).toEqual(['compact', 'dispatch', 'notify', 'reconcile', 'report'])
  })
})

describe('the clock', () => {
  test('closes the day before at the time and in the time zone that were chosen', () => {
    const schedule = propertiesOf(nights, 'AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(7 5 * * ? *)' })

    expect(schedule).toMatchObject({ ScheduleExpressionTimezone: 'Europe/Berlin', State: 'ENABLED' })
    expect(JSON.parse(schedule.Target.Input)).toEqual({ time: '<aws.scheduler.scheduled-time>' })
    expect(schedule.Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0)
  })

  test('looks every five minutes whether workers are needed', () => {
    const schedule = propertiesOf(nights, 'AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(5 minutes)' })

    expect(schedule.State).toBe('ENABLED')
    expect(JSON.stringify(schedule.Target.Arn)).toContain('dispatch')
  })

  test('lists uploads as often as was chosen, where they are found so', () => {
    const { nights: listing } = cloudTemplates({ announce: 'listing', announceMinutes: 30 })
    const schedule = propertiesOf(listing, 'AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(30 minutes)' })

    expect(schedule.State).toBe('ENABLED')
    expect(JSON.stringify(schedule.Target.Arn)).toContain('announce')
    nights.resourceCountIs('AWS::Scheduler::Schedule', 2)
  })

  test('stands still on an emulator', () => {
    local.resourceCountIs('AWS::Scheduler::Schedule', 2)
    local.allResourcesProperties('AWS::Scheduler::Schedule', { State: 'DISABLED' })
  })
})

function definitionOf(template: Template): { StartAt: string; TimeoutSeconds: number; States: Record<string, State> } {
  const { DefinitionString } = propertiesOf(template, 'AWS::StepFunctions::StateMachine')
  const [, parts] = DefinitionString['Fn::Join'] as [string, unknown[]]
  return JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', '\\"'))).join(''),
  )
}

/** Along what is done when there is nothing to wait for. */
function nextOf(name: string | undefined): string | undefined {
  const state = states[name ?? '']
  return state?.Default ?? state?.Next
}

function tasks(all: Record<string, State>): State[] {
  return Object.values(all).flatMap((state) => [
    ...(state.Type === 'Task' ? [state] : []),
    ...tasks(state.ItemProcessor?.States ?? {}),
  ])
}

function functionsOf(template: Template): { id: string; name: string; timeout: number }[] {
  return Object.entries(template.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => ({
    id,
    name: Properties.FunctionName.replace('limelight-main-', ''),
    timeout: Properties.Timeout,
  }))
}

import type { FunctionName } from './contract.ts'

export interface NightlyOptions {
  /** ARN of a function. */
  arnOf(name: FunctionName): string
  /** Seconds that a function may take. */
  timeoutOf(name: FunctionName): number
  /** Seconds between two looks at the backlog. */
  pause: number
  /** Seconds before a step that failed is tried again, at first. */
  patience: number
  /** S3 lists the uploads: some hours after the day, at a time of its own. */
  inventory: boolean
}

/** How often a night looks whether workers are done: 4 hours of 5 minutes; what waits longer is the next night's. */
const roundsForBacklog = 48
/** Some more for what was lost on the way and queued again. */
const roundsForLost = 60

/**
 * The night as Amazon States Language: dispatch until nothing waits, reconcile, compact, report, notify. Steps answer with
 * statuses, not with errors of their own names: an emulator knows only one. Each may run twice.
 * @see https://states-language.net/spec.html
 */
export function nightlyDefinition({
  arnOf,
  timeoutOf,
  pause,
  patience,
  inventory,
}: NightlyOptions): Record<string, unknown> {
  const step = (name: FunctionName, payload: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: arnOf(name), ...payload },
    // A little more than Lambda's own limit, so that its error is the one that is told.
    TimeoutSeconds: timeoutOf(name) + 15,
    Retry: retry({ IntervalSeconds: patience, BackoffRate: 3, MaxAttempts: 3 }),
  })
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Tell of the failure' }] }
  const day = { 'dt.$': '$.dt' }
  const again = { 'dt.$': '$.dt', 'round.$': 'States.MathAdd($.round, 1)' }

  return {
    Comment: "Closes a day: every upload has a row, the day's rows are in few files, the report is written and told.",
    StartAt: 'Dispatch',
    TimeoutSeconds: (inventory ? 24 : 12) * 3600,
    States: {
      Dispatch: {
        ...step('dispatch', { 'Payload.$': '$' }),
        OutputPath: '$.Payload',
        ...caught,
        Next: 'Is work left?',
      },
      'Is work left?': {
        Type: 'Choice',
        Choices: [{ And: [more('$.backlog', 0), less('$.round', roundsForBacklog)], Next: 'Wait for workers' }],
        Default: 'Reconcile',
      },
      'Wait for workers': { Type: 'Wait', Seconds: pause, Next: 'Next round' },
      'Next round': { Type: 'Pass', Parameters: again, Next: 'Dispatch' },
      Reconcile: {
        // With what the night was called with: `inventory`, where the bucket is too large to be listed.
        ...step('reconcile', { 'Payload.$': 'States.JsonMerge($$.Execution.Input, $, false)' }),
        ...(inventory && { Retry: retry({ IntervalSeconds: 1800, BackoffRate: 1, MaxAttempts: 24 }) }),
        OutputPath: '$.Payload',
        ...caught,
        Next: 'Was anything lost?',
      },
      'Was anything lost?': {
        Type: 'Choice',
        Choices: [{ And: [more('$.queued', 0), less('$.round', roundsForLost)], Next: 'Wait for workers' }],
        Default: 'Plan the compaction',
      },
      'Plan the compaction': {
        ...step('compact', { Payload: { ...day, step: 'plan' } }),
        OutputPath: '$.Payload',
        ...caught,
        Next: 'Compact',
      },
      Compact: {
        Type: 'Map',
        ItemsPath: '$.slices',
        MaxConcurrency: 8,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Compact a slice',
          States: {
            'Compact a slice': { ...step('compact', { 'Payload.$': '$' }), OutputPath: '$.Payload', End: true },
          },
        },
        ResultPath: null,
        ...caught,
        Next: 'Finish the compaction',
      },
      'Finish the compaction': {
        ...step('compact', { Payload: { ...day, step: 'finish' } }),
        ResultSelector: { 'of.$': '$.Payload' },
        ResultPath: '$.compacted',
        ...caught,
        Next: 'Report',
      },
      Report: {
        ...step('report', { Payload: day }),
        ResultSelector: { 'dt.$': '$.Payload.dt', 'report.$': '$.Payload' },
        ...caught,
        Next: 'Notify',
      },
      Notify: { ...step('notify', { 'Payload.$': '$' }), OutputPath: '$.Payload', ...caught, End: true },
      'Tell of the failure': {
        ...step('notify', { 'Payload.$': '$' }),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'NightFailed', Cause: 'A step failed more often than it is tried; see its log.' },
    },
  }
}

const more = (path: string, than: number) => ({ Variable: path, NumericGreaterThan: than })
const less = (path: string, than: number) => ({ Variable: path, NumericLessThan: than })

/** Lambda's own troubles soon and often; a step's own more slowly, as what it needs may have to come back first. */
function retry(ofStep: { IntervalSeconds: number; BackoffRate: number; MaxAttempts: number }) {
  return [
    {
      ErrorEquals: [
        'Lambda.TooManyRequestsException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
      ],
      IntervalSeconds: 2,
      BackoffRate: 2,
      MaxAttempts: 8,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    },
    { ErrorEquals: ['States.ALL'], ...ofStep },
  ]
}

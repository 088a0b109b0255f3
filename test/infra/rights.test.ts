import { beforeAll, describe, expect, test } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { functionNames } from '../../infra/contract.ts'
import { type CloudTemplates, cloudTemplates, type Properties } from './synthesised.ts'

let cloud: CloudTemplates

beforeAll(() => {
  cloud = cloudTemplates({ account: '123456789012', region: 'eu-west-1', sourceBuckets: 'our-photos' })
})

const sources = ['s3:GetObject our-photos/*', 's3:ListBucket our-photos']
const take = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']

/** Everything that each may do, but for its own log. */
const expected: Record<string, string[]> = {
  worker: [
    ...sources,
    's3:GetObject data/images/*',
    's3:GetObject data/manifests/*',
    's3:ListBucket data below images/* manifests/*',
    ...writes('provenance/*', 'shards/*'),
    ...['Manifests', 'Uploads'].flatMap((queue) => take.map((action) => `sqs:${action} ${queue}`)),
    'sqs:SendMessage DeadLetters',
  ],
  announce: [
    's3:GetObject data/manifests/announce/*',
    's3:ListBucket data below images/* manifests/announce/*',
    ...writes('manifests/announce/*'),
    'sqs:SendMessage Manifests',
  ],
  dispatch: [
    'batch:DescribeJobs *',
    'batch:ListJobs *',
    'batch:SubmitJob job-definition/limelight-main-worker',
    'batch:SubmitJob job-definition/limelight-main-worker:*',
    'batch:SubmitJob job-queue/limelight-main-workers',
    'sqs:GetQueueAttributes Manifests',
    'sqs:GetQueueAttributes Uploads',
  ],
  'ingest-posts': [
    's3:GetObject data/posts/*',
    's3:ListBucket data below posts/*',
    ...writes('shards/posts/*', 'links/*'),
    // Lambda itself takes the messages, and asks for the address.
    ...[...take, 'GetQueueUrl'].map((action) => `sqs:${action} Posts`),
  ],
  backfill: [
    ...sources,
    's3:ListBucket data below images/*',
    ...writes('manifests/backfill/*'),
    'sqs:SendMessage Manifests',
  ],
  reconcile: [
    ...sources,
    's3:GetObject data/datasets/images/*',
    's3:GetObject data/inventory/*',
    's3:GetObject data/manifests/reconcile/*',
    's3:GetObject data/shards/images/*',
    's3:ListBucket data below images/* manifests/reconcile/* inventory/* shards/images/* datasets/images/*',
    ...writes('manifests/reconcile/*', 'shards/images/*'),
    'sqs:SendMessage Manifests',
  ],
  compact: [
    's3:DeleteObject data/manifests/compact/*',
    's3:DeleteObject data/shards/*',
    ...['datasets/*', 'links/*', 'manifests/compact/*', 'shards/*'].map((prefix) => `s3:GetObject data/${prefix}`),
    's3:ListBucket data below manifests/compact/* shards/* links/* datasets/*',
    ...writes('datasets/*', 'manifests/compact/*'),
  ],
  report: [
    ...sources,
    ...['athena/*', 'datasets/*', 'images/*', 'provenance/*'].map((prefix) => `s3:GetObject data/${prefix}`),
    's3:ListBucket data below images/* datasets/* provenance/* athena/*',
    ...writes('athena/*', 'reports/*'),
    ...['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution'].map(
      (action) => `athena:${action} workgroup/limelight-main`,
    ),
    ...['GetDatabase', 'GetPartitions', 'GetTable', 'GetTables'].flatMap((action) =>
      ['catalog', 'database/limelight_main', 'table/limelight_main/*'].map((resource) => `glue:${action} ${resource}`),
    ),
    's3:GetBucketLocation data',
  ],
  notify: ['sns:Publish Reports'],
}

function writes(...prefixes: string[]): string[] {
  return prefixes.flatMap((prefix) => [`s3:AbortMultipartUpload data/${prefix}`, `s3:PutObject data/${prefix}`])
}

describe('who may do what', () => {
  test.each(Object.entries(expected))('%s: just this', (name, rights) => {
    const template = name === 'worker' ? cloud.workers : cloud.nights

    expect(rightsOf(template, name === 'worker' ? 'WorkerRole' : roleOf(name))).toEqual([...rights].sort())
  })

  test('nobody else has a role that workers or functions could take', () => {
    const roles = Object.keys(cloud.nights.findResources('AWS::IAM::Role'))

    expect(roles.filter((id) => !/^(NightlyRole|ScheduleRole)/.test(id))).toHaveLength(functionNames.length)
  })

  test('only the machines of workers have a policy that AWS made', () => {
    const managed = [cloud.data, cloud.workers, cloud.nights, cloud.watch].flatMap((template) =>
      Object.entries(template.findResources('AWS::IAM::Role'))
        .filter(([, { Properties }]) => Properties.ManagedPolicyArns)
        .map(([id]) => id.replace(/[0-9A-F]{8}$/, '')),
    )

    expect(managed).toEqual(['MachineRole'])
  })

  test('each function writes to its own log, and to no other', () => {
    for (const name of functionNames) {
      const [log] = statementsOf(cloud.nights, roleOf(name)).filter(({ Sid }) => Sid === 'Log')
      expect(log?.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents'])
      expect(JSON.stringify(log?.Resource)).toContain(`${roleOf(name).replace(/Role$/, '')}Log`)
    }
  })
})

describe('functions', () => {
  test('are Node 22 on arm64, with a time limit, a log of their own and no secret in their environment', () => {
    const all = functions()

    expect(all.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      functionNames.map((name) => `limelight-main-${name}`).sort(),
    )
    for (const each of all) {
      expect(each).toMatchObject({ Runtime: 'nodejs22.x', Architectures: ['arm64'], Handler: 'index.handler' })
      expect(each.Timeout).toBeLessThanOrEqual(900)
      expect(each.LoggingConfig.LogGroup).toBeDefined()
      expect(
        Object.keys(each.Environment.Variables).filter(
          (name) => !/^(LIMELIGHT_|NODE_OPTIONS|MALLOC_ARENA_MAX)/.test(name),
        ),
      ).toEqual([])
    }
    cloud.nights.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 })
  })

  test('those that put days together have room for what does not fit into memory', () => {
    for (const name of ['reconcile', 'compact', 'report'])
      expect(functionOf(name)).toMatchObject({ MemorySize: 3008, EphemeralStorage: { Size: 10_240 }, Timeout: 900 })
  })

  test('two dispatches never run at once, unless the account has no room to promise that', () => {
    expect(
      functions()
        .filter((each) => each.ReservedConcurrentExecutions)
        .map(({ FunctionName }) => FunctionName),
    ).toEqual(['limelight-main-dispatch'])
    expect(functionOf('dispatch').ReservedConcurrentExecutions).toBe(1)
    cloudTemplates({ reserveConcurrency: false }).nights.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    })
  })

  test('files of posts are read one by one, a few at a time, and only those that failed come again', () => {
    const [mapping] = Object.values(cloud.nights.findResources('AWS::Lambda::EventSourceMapping'))

    expect(mapping?.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    })
  })
})

const roleOf = (name: string) => `${name.replace('-', '')}Role`

const functions = (): Properties[] =>
  Object.values(cloud.nights.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties)

const functionOf = (name: string): Properties =>
  functions().find(({ FunctionName }) => FunctionName === `limelight-main-${name}`) ?? {}

function statementsOf(template: Template, role: string): Properties[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: Properties) => Ref.slice(0, -8) === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
}

/** `s3:GetObject data/images/*`: every action with every resource that it is allowed for. */
function rightsOf(template: Template, role: string): string[] {
  const allowed = statementsOf(template, role)
    .filter(({ Effect, Sid }) => Effect === 'Allow' && Sid !== 'Log')
    .flatMap(({ Action, Resource, Condition }) =>
      [Action]
        .flat()
        .flatMap((action: string) =>
          [Resource].flat().map((each: unknown) => `${action} ${called(each)}${below(Condition)}`),
        ),
    )
  return [...new Set(allowed)].sort()
}

function below(condition: Properties | undefined): string {
  if (!condition) return ''
  const { 's3:prefix': prefixes, ...others } = condition.StringLikeIfExists
  expect(others).toEqual({})
  return ` below ${[prefixes].flat().join(' ')}`
}

/** A short name for an ARN, or for a reference to a queue or topic. */
function called(resource: unknown): string {
  if (resource === '*') return '*'
  const text = JSON.stringify(resource)
  const reference = /(DeadLetters|Manifests|Uploads|Posts|Reports)[0-9A-F]{8}/.exec(text)?.[1]
  if (reference) return reference
  const [, name = text] = /:(?:s3:::|(?:batch|athena|glue):eu-west-1:123456789012:)([^"]+)/.exec(text) ?? []
  return name.replace('limelight-main-123456789012-eu-west-1', 'data')
}

import { beforeAll, describe, expect, test } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { type CloudTemplates, cloudTemplates, localTemplate, type Properties, propertiesOf } from './synthesised.ts'

let cloud: CloudTemplates
let local: Template

beforeAll(() => {
  cloud = cloudTemplates({ imageDays: 90, versionDays: 3 })
  local = localTemplate()
})

describe('buckets', () => {
  test('are private, encrypted and closed to plain HTTP, also on an emulator', () => {
    for (const template of [cloud.data, local]) {
      template.resourceCountIs('AWS::S3::Bucket', 2)
      template.allResourcesProperties('AWS::S3::Bucket', {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: Match.objectLike({
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        }),
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      })
      template.allResourcesProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Action: 's3:*',
              Principal: { AWS: '*' },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        }),
      })
    }
  })

  test('nobody but the account has a right in their policies, but for the services that deliver logs', () => {
    const statements = Object.values(cloud.data.findResources('AWS::S3::BucketPolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    )

    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal.Service)

    expect([...new Set(allowed)].sort()).toEqual(['delivery.logs.amazonaws.com', 'logging.s3.amazonaws.com'])
  })

  test('data stays when the stack is removed, and what was overwritten can be had back for a while', () => {
    cloud.data.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })

    const data = dataBucket(cloud.data)

    expect(data.VersioningConfiguration).toEqual({ Status: 'Enabled' })
    expect(rule(data, 'versions')).toMatchObject({ NoncurrentVersionExpiration: { NoncurrentDays: 3 } })
    expect(data.LoggingConfiguration).toBeDefined()
  })

  test('uploads are removed after imageDays, query results after a week, datasets never unless asked for', () => {
    const data = dataBucket(cloud.data)

    expect(rule(data, 'images')).toMatchObject({ Prefix: 'images/', ExpirationInDays: 90, Status: 'Enabled' })
    expect(rule(data, 'athena')).toMatchObject({ Prefix: 'athena/', ExpirationInDays: 7 })
    expect(rule(data, 'datasets')).toBeUndefined()
    expect(rule(dataBucket(local), 'images')).toBeUndefined()
  })

  test('lists of images are kept for longer than a message can wait', () => {
    const manifests = rule(dataBucket(cloud.data), 'manifests').ExpirationInDays
    const messages = Math.max(...queues(cloud.data).map((queue) => queue.MessageRetentionPeriod)) / 86_400

    expect(messages).toBe(14)
    // A dead letter that is sent back on its last day waits as long again.
    expect(manifests).toBeGreaterThan(2 * messages)
  })
})

describe('an inventory', () => {
  test('is made of the images each day, with what reconcile compares, into a folder that only S3 may write', () => {
    const { data } = cloudTemplates({ inventory: true, account: '123456789012', region: 'eu-west-1' })

    const [inventory] = dataBucket(data).InventoryConfigurations
    const [mayWrite] = Object.values(data.findResources('AWS::S3::BucketPolicy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Sid }) => Sid === 'InventoryOfThisBucket')

    expect(inventory).toMatchObject({
      Id: 'images',
      Enabled: true,
      Prefix: 'images/',
      ScheduleFrequency: 'Daily',
      IncludedObjectVersions: 'Current',
      OptionalFields: ['Size', 'LastModifiedDate', 'ETag'],
      Destination: { Format: 'Parquet', Prefix: 'inventory' },
    })
    expect(mayWrite).toMatchObject({ Action: 's3:PutObject', Principal: { Service: 's3.amazonaws.com' } })
    expect(JSON.stringify(mayWrite.Resource)).toContain('limelight-main-123456789012-eu-west-1/inventory/*')
  })

  test('is not made unless it is asked for: a listing is cheaper for few images', () => {
    expect(dataBucket(cloud.data).InventoryConfigurations).toBeUndefined()
  })
})

describe('queues', () => {
  test('images and posts are announced each to its queue, and nothing else is', () => {
    for (const template of [cloud.data, local]) {
      const { QueueConfigurations, ...others } = dataBucket(template).NotificationConfiguration

      expect(others).toEqual({})
      expect(
        QueueConfigurations.map(({ Event, Queue, Filter }: Properties) => [Event, queueOf(template, Queue), Filter]),
      ).toEqual([
        ['s3:ObjectCreated:*', 'uploads', { S3Key: { Rules: [{ Name: 'prefix', Value: 'images/' }] } }],
        ['s3:ObjectCreated:*', 'posts', { S3Key: { Rules: [{ Name: 'prefix', Value: 'posts/' }] } }],
      ])
    }
  })

  test('where images are found by listing, only posts are announced', () => {
    const { QueueConfigurations } = dataBucket(cloudTemplates({ announce: 'listing' }).data).NotificationConfiguration

    expect(QueueConfigurations.map(({ Filter }: Properties) => Filter.S3Key.Rules[0].Value)).toEqual(['posts/'])
  })

  test('the bucket comes after the policies that let it announce', () => {
    const { DependsOn } = cloud.data.findResources('AWS::S3::Bucket', {
      Properties: { NotificationConfiguration: Match.anyValue() },
    })[dataBucketId(cloud.data)] as { DependsOn: string[] }
    const policies = Object.keys(cloud.data.findResources('AWS::SQS::QueuePolicy'))

    expect(DependsOn).toEqual(expect.arrayContaining(policies.filter((id) => /Uploads|Posts/.test(id))))
  })

  test('only S3, for this bucket of this account, may send to them', () => {
    const statements = Object.values(cloud.data.findResources('AWS::SQS::QueuePolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    )

    const allowed = statements.filter(({ Effect }) => Effect === 'Allow')

    expect(allowed).toHaveLength(2)
    for (const { Action, Principal, Condition } of allowed) {
      expect(Action).toBe('sqs:SendMessage')
      expect(Principal).toEqual({ Service: 's3.amazonaws.com' })
      expect(JSON.stringify(Condition.ArnEquals)).toContain('limelight-main-')
      expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } })
    }
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(4)
  })

  test('are encrypted, keep messages for 14 days, and give up on one after 5 times', () => {
    const all = queues(cloud.data)

    expect(all.map(({ QueueName }) => QueueName).sort()).toEqual([
      'limelight-main-dead-letters',
      'limelight-main-manifests',
      'limelight-main-posts',
      'limelight-main-uploads',
    ])
    for (const queue of all)
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 })
    const working = all.filter(({ QueueName }) => !QueueName.endsWith('dead-letters'))
    expect(working.map(({ RedrivePolicy }) => RedrivePolicy.maxReceiveCount)).toEqual([5, 5, 5])
    expect(new Set(working.map(({ RedrivePolicy }) => JSON.stringify(RedrivePolicy.deadLetterTargetArn))).size).toBe(1)
  })

  test('only the three queues may use the dead letters', () => {
    const { RedriveAllowPolicy } = propertiesOf(cloud.data, 'AWS::SQS::Queue', {
      QueueName: 'limelight-main-dead-letters',
    })

    expect(RedriveAllowPolicy.redrivePermission).toBe('byQueue')
    expect(RedriveAllowPolicy.sourceQueueArns).toHaveLength(3)
  })

  test('a message of posts is hidden six times as long as the function that reads it may take', () => {
    const { VisibilityTimeout } = propertiesOf(cloud.data, 'AWS::SQS::Queue', { QueueName: 'limelight-main-posts' })
    const { Timeout } = propertiesOf(cloud.nights, 'AWS::Lambda::Function', {
      FunctionName: 'limelight-main-ingest-posts',
    })

    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout)
  })

  test('a message that a worker holds is hidden for longer than the worker needs to give it back when it is ended', () => {
    const { VisibilityTimeout } = propertiesOf(cloud.data, 'AWS::SQS::Queue', { QueueName: 'limelight-main-uploads' })

    expect(VisibilityTimeout).toBeGreaterThan(120)
  })
})

const queues = (template: Template) =>
  Object.values(template.findResources('AWS::SQS::Queue')).map(({ Properties }) => Properties)

const dataBucket = (template: Template) =>
  propertiesOf(template, 'AWS::S3::Bucket', { NotificationConfiguration: Match.anyValue() })

const dataBucketId = (template: Template) =>
  Object.keys(
    template.findResources('AWS::S3::Bucket', { Properties: { NotificationConfiguration: Match.anyValue() } }),
  )[0] ?? ''

const rule = (bucket: ReturnType<typeof dataBucket>, id: string) =>
  bucket.LifecycleConfiguration.Rules.find(({ Id }: Properties) => Id === id)

function queueOf(template: Template, arn: { 'Fn::GetAtt': [string, string] }): string {
  return template.findResources('AWS::SQS::Queue')[arn['Fn::GetAtt'][0]]?.Properties.QueueName.split('-').at(-1)
}

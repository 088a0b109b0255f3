import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { acceptWildcard } from './accept.ts'
import { arns } from './arns.ts'
import type { Settings } from './context.ts'
import { configObject } from './packed-config.ts'
import type { Rights } from './rights.ts'
import type { Storage } from './storage.ts'

/** What rights are about. */
export interface Grounds {
  settings: Settings
  storage: Storage
  topic?: Topic
}

/** Turns a list of rights into statements of a role's own policy. */
export function grant(role: Role, rights: Rights, { settings, storage, topic }: Grounds): void {
  const { data, bucket } = arns(role, settings)
  const queues = (list: Rights['take'] = []) => list.map((name) => storage.queues[name].queueArn)
  const sources = rights.sources ? settings.sourceBuckets.map(bucket) : []

  objects(role, 'Read', ['s3:GetObject'], data, rights.read)
  objects(role, 'Write', ['s3:PutObject', 's3:AbortMultipartUpload'], data, rights.write)
  objects(role, 'Remove', ['s3:DeleteObject'], data, rights.remove)
  // IfExists: a GET has no prefix in its request, and without this right S3 answers 403 for an object that is not there.
  if (rights.list)
    allow(role, 'List', ['s3:ListBucket'], [data], {
      StringLikeIfExists: { 's3:prefix': rights.list.map((prefix) => `${prefix}*`) },
    })
  allow(role, 'ListSources', ['s3:ListBucket'], sources)
  for (const [index, source] of sources.entries()) objects(role, `ReadSource${index}`, ['s3:GetObject'], source, [''])
  allow(role, 'Take', take, queues(rights.take))
  allow(role, 'Send', ['sqs:SendMessage'], queues(rights.send))
  allow(role, 'Count', ['sqs:GetQueueAttributes'], queues(rights.count))
  const config = rights.config ? configObject(role, settings) : null
  if (config) allow(role, 'ReadConfig', ['s3:GetObject'], [config.arn])
  if (topic) allow(role, 'Publish', ['sns:Publish'], rights.publish ? [topic.topicArn] : [])
  if (rights.startWorkers) startWorkers(role, settings)
  if (rights.askAthena) askAthena(role, settings)
}

const take = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes']

function allow(
  role: Role,
  sid: string,
  actions: string[],
  resources: string[],
  conditions?: Record<string, Record<string, string[]>>,
): void {
  if (resources.length === 0) return
  role.addToPolicy(new PolicyStatement({ sid, actions, resources, ...(conditions && { conditions }) }))
}

function objects(role: Role, sid: string, actions: string[], bucket: string, prefixes: readonly string[] = []): void {
  const resources = prefixes.map((prefix) => `${bucket}/${prefix}*`)
  allow(role, sid, actions, resources)
  for (const resource of resources)
    acceptWildcard(
      role,
      resource,
      'Keys below a prefix are not known beforehand; the prefix is what the right is about.',
    )
}

function startWorkers(role: Role, settings: Settings): void {
  const { jobQueue, jobDefinition } = arns(role, settings)
  const revisions = `${jobDefinition}:*`
  allow(role, 'StartWorkers', ['batch:SubmitJob'], [jobQueue, jobDefinition, revisions])
  acceptWildcard(role, revisions, 'Every deployment is a new revision of the same job definition.')
  allow(role, 'CountWorkers', ['batch:ListJobs', 'batch:DescribeJobs'], ['*'])
  acceptWildcard(role, '*', 'Batch knows no narrower resource for listing jobs.')
}

/** Queries in the stage's workgroup about the stage's tables; objects are read with the asking role's own rights. */
function askAthena(role: Role, settings: Settings): void {
  const { workgroup, catalogue } = arns(role, settings)
  const actions = ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults']
  allow(role, 'AskAthena', actions, [workgroup])
  allow(role, 'ReadTables', ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'], catalogue)
  acceptWildcard(role, catalogue.at(-1) ?? '', 'One table a dataset, all of them are asked.')
  // Athena asks where the bucket is before it writes a result there.
  allow(role, 'FindBucket', ['s3:GetBucketLocation'], [arns(role, settings).data])
}

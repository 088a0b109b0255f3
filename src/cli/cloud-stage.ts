import type { Command } from 'commander'
import type { Bucket } from '../aws/bucket.ts'
import type { Connection } from '../aws/clients.ts'
import type { names } from '../aws/contract.ts'
import type { Queue } from '../aws/queue.ts'
import { RunError, UsageError } from '../errors.ts'

/** Options that every command of the cloud has. */
export interface StageOptions {
  stage?: string
  region?: string
  endpoint?: string
  json?: boolean
}

export function withStageOptions(command: Command): Command {
  return command
    .option('--stage <name>', 'which deployment (default: LIMELIGHT_STAGE, else main; with an endpoint: local)')
    .option('--region <region>', 'its AWS region (default: as the AWS CLI finds it)')
    .option('--endpoint <url>', 'an emulator, like LIMELIGHT_AWS_ENDPOINT')
    .option('--json', 'as JSON, one object a line')
}

/** A deployed stage, as its owner reaches it. */
export interface Stage {
  stage: string
  account: string
  region: string
  connection: Connection
  names: ReturnType<typeof names>
  bucket: Bucket
  /** @throws RunError where there is no such stage */
  queue(name: StageQueue): Promise<Queue>
}

export type StageQueue = 'uploads' | 'manifests' | 'posts' | 'deadLetters'

/** Does something with a stage; what goes wrong on the way there says what to do. */
export async function onStage<T>(options: StageOptions, work: (stage: Stage) => Promise<T>): Promise<T> {
  let place = 'AWS'
  try {
    const stage = await openStage(options)
    place = `the stage ${stage.stage} (account ${stage.account}, region ${stage.region})`
    return await work(stage)
  } catch (error) {
    throw advised(error, place)
  }
}

async function openStage(options: StageOptions): Promise<Stage> {
  const { readCloudEnvironment } = await import('../environment.ts')
  const { bucketName, names, variableNames } = await import('../aws/contract.ts')
  const { connection, s3Client, sqsClient } = await import('../aws/clients.ts')
  const { openBucket } = await import('../aws/bucket.ts')
  const { openQueue } = await import('../aws/queue.ts')
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  const { GetQueueUrlCommand } = await import('@aws-sdk/client-sqs')

  const environment = readCloudEnvironment()
  const endpoint = options.endpoint ?? environment.find(variableNames.endpoint)
  const stage = options.stage ?? environment.find(variableNames.stage) ?? (endpoint === null ? 'main' : 'local')
  const to: Connection = { ...connection(endpoint), ...(options.region ? { region: options.region } : {}) }
  const sts = new STSClient(to)
  const region = await sts.config.region()
  const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}))
  const called = names(stage)
  const sqs = sqsClient(to)
  const queues: Record<StageQueue, string> = {
    uploads: called.uploadsQueue,
    manifests: called.manifestsQueue,
    posts: called.postsQueue,
    deadLetters: called.deadLetterQueue,
  }
  return {
    ...{ stage, account, region, connection: to, names: called },
    bucket: openBucket(s3Client(to), bucketName(stage, account, region)),
    async queue(name) {
      const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queues[name] }))
      return openQueue(sqs, QueueUrl)
    },
  }
}

/** The same error in words that say what to do, where its cause is known. */
function advised(error: unknown, place: string): unknown {
  if (error instanceof UsageError || error instanceof RunError) return error
  const { name = '', message = '', code = '' } = error as { name?: string; message?: string; code?: string }
  const says = advice.find(({ when }) => when.test(`${name} ${code} ${message}`))?.says
  return says === undefined
    ? error
    : new RunError(`${says(place)} (${message.trim() || name || code})`, { cause: error })
}

const advice: { when: RegExp; says: (place: string) => string }[] = [
  {
    when: /CredentialsProviderError|Could not load credentials|TokenProviderError/,
    says: () => 'there are no AWS credentials: run `aws configure` or `aws sso login`, or set AWS_PROFILE',
  },
  {
    when: /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure/,
    says: () => 'AWS does not take the credentials: run `aws sso login`, or check AWS_PROFILE and its keys',
  },
  {
    when: /Region is missing|Region not accepted/,
    says: () => 'no AWS region is chosen: give --region, or set AWS_REGION',
  },
  {
    when: /QueueDoesNotExist|NonExistentQueue|NoSuchBucket/,
    says: (place) =>
      `there is no ${place.replace(/^the /, '')}: deploy it with \`npx cdk deploy\`, or give the right --stage and --region`,
  },
  {
    when: /AccessDenied|Forbidden|not authorized/i,
    says: (place) => `the credentials in use may not do that on ${place}: ask for the rights that docs/aws.md lists`,
  },
  {
    when: /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/,
    says: () => 'the endpoint does not answer: start the emulator with `npm run stack:up`, or check --endpoint',
  },
]

import type { S3Client } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { type Bucket, openBucket } from '../../src/aws/bucket.ts'
import { connection, s3Client, sqsClient } from '../../src/aws/clients.ts'
import { bucketName, names, variableNames } from '../../src/aws/contract.ts'
import { openQueue, type Queue } from '../../src/aws/queue.ts'

/** A deployed stage, as it is reached at one endpoint: the emulator's, or a proxy's before it. */
export interface Connected {
  endpoint: string
  s3: S3Client
  sqs: SQSClient
  bucket: Bucket
  queues: { uploads: Queue; manifests: Queue; posts: Queue; deadLetters: Queue }
  names: ReturnType<typeof names>
  /** What a worker or a function is told; `LIMELIGHT_QUEUE_URL` is the queue of uploads. */
  environment: Record<string, string>
  close(): Promise<void>
}

/** Of every emulator. */
export const account = '000000000000'
export const region = 'us-east-1'

export async function openConnected(endpoint: string, stage: string): Promise<Connected> {
  const to = connection(endpoint)
  const [s3, sqs] = [s3Client(to), sqsClient(to)]
  const called = names(stage)
  const queue = async (name: string) => {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }))
    return openQueue(sqs, QueueUrl)
  }
  const queues = {
    uploads: await queue(called.uploadsQueue),
    manifests: await queue(called.manifestsQueue),
    posts: await queue(called.postsQueue),
    deadLetters: await queue(called.deadLetterQueue),
  }
  const bucket = bucketName(stage, account, region)
  return {
    endpoint,
    s3,
    sqs,
    bucket: openBucket(s3, bucket),
    queues,
    names: called,
    environment: {
      [variableNames.endpoint]: endpoint,
      [variableNames.stage]: stage,
      [variableNames.bucket]: bucket,
      [variableNames.queueUrl]: queues.uploads.url,
      [variableNames.uploadsQueueUrl]: queues.uploads.url,
      [variableNames.manifestsQueueUrl]: queues.manifests.url,
      [variableNames.deadLetterQueueUrl]: queues.deadLetters.url,
      [variableNames.topicArn]: `arn:aws:sns:${region}:${account}:${called.topic}`,
    },
    async close() {
      s3.destroy()
      sqs.destroy()
    },
  }
}

import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { limits, names } from './contract.ts'

export interface Queues {
  uploads: Queue
  manifests: Queue
  posts: Queue
  deadLetters: Queue
}

/** Seconds that a file of posts may take; its message is hidden six times as long, as Lambda asks for. */
export const postsTimeout = 900

/** The three queues and the one for what they could not get done. */
export function queues(scope: Construct, settings: Settings, bucketArn: string): Queues {
  const called = names(settings.stage)
  const sources = [called.uploadsQueue, called.manifestsQueue, called.postsQueue]
  const deadLetters = new Queue(scope, 'DeadLetters', {
    ...common,
    queueName: called.deadLetterQueue,
    redriveAllowPolicy: {
      redrivePermission: RedrivePermission.BY_QUEUE,
      // By name: the queues name this one, and CloudFormation can't resolve a circle.
      sourceQueues: sources.map((name, index) =>
        Queue.fromQueueArn(scope, `Source${index}`, Stack.of(scope).formatArn({ service: 'sqs', resource: name })),
      ),
    },
  })
  const queue = (id: string, queueName: string, visibility: number) =>
    new Queue(scope, id, {
      ...common,
      queueName,
      visibilityTimeout: Duration.seconds(visibility),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: limits.maxReceiveCount },
    })
  const uploads = queue('Uploads', called.uploadsQueue, limits.visibility)
  const manifests = queue('Manifests', called.manifestsQueue, limits.visibility)
  const posts = queue('Posts', called.postsQueue, 6 * postsTimeout)
  for (const target of [uploads, posts]) target.addToResourcePolicy(mayAnnounce(target, bucketArn))
  return { uploads, manifests, posts, deadLetters }
}

const common = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(limits.retention),
}

/** S3 may send events of our bucket of our account, and nobody else's. */
function mayAnnounce(queue: Queue, bucketArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'EventsOfTheDataBucket',
    principals: [new ServicePrincipal('s3.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: {
      ArnEquals: { 'aws:SourceArn': bucketArn },
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    },
  })
}

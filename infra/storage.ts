import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { arns } from './arns.ts'
import type { Settings } from './context.ts'
import { bucketName } from './contract.ts'
import { type Buckets, dataBucket } from './data-bucket.ts'
import { type Queues, queues } from './queues.ts'

export interface Storage extends Buckets {
  queues: Queues
}

/** What holds data: a bucket and its queues. Everything else can be removed and deployed again without loss. */
export function storage(scope: Construct, settings: Settings): Storage {
  const stack = Stack.of(scope)
  const { data } = arns(scope, settings)
  const ofBucket = queues(scope, settings, data)
  const own = { bucketName: bucketName(settings.stage, stack.account, stack.region), bucketArn: data }
  const buckets = dataBucket(scope, settings, own, ofBucket)
  new CfnOutput(scope, 'DataBucket', { value: buckets.data.bucketName, description: 'images/ and posts/ go in here' })
  return { ...buckets, queues: ofBucket }
}

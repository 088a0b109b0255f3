import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
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
  const name = bucketName(settings.stage, stack.account, stack.region)
  const ofBucket = queues(scope, settings, stack.formatArn({ service: 's3', region: '', account: '', resource: name }))
  const buckets = dataBucket(scope, settings, name, ofBucket)
  new CfnOutput(scope, 'DataBucket', { value: buckets.data.bucketName, description: 'images/ and posts/ go in here' })
  return { ...buckets, queues: ofBucket }
}

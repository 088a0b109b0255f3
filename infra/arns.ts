import { Stack } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import type { Settings } from './context.ts'
import { bucketName, names } from './contract.ts'

/** ARNs by name: what is in another stack can be spoken of without a reference between stacks. */
export function arns(scope: IConstruct, { stage }: Settings) {
  const stack = Stack.of(scope)
  const called = names(stage)
  const bucket = (name: string) => stack.formatArn({ service: 's3', region: '', account: '', resource: name })
  const batch = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'batch', resource, resourceName })
  return {
    bucket,
    data: bucket(bucketName(stage, stack.account, stack.region)),
    queue: (name: string) => stack.formatArn({ service: 'sqs', resource: name }),
    jobQueue: batch('job-queue', called.jobQueue),
    jobDefinition: batch('job-definition', called.jobDefinition),
  }
}

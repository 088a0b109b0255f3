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
    workgroup: stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: called.workgroup }),
    /** Of Glue: the catalogue, the stage's database, its tables. */
    catalogue: [
      stack.formatArn({ service: 'glue', resource: 'catalog' }),
      stack.formatArn({ service: 'glue', resource: 'database', resourceName: called.database }),
      stack.formatArn({ service: 'glue', resource: 'table', resourceName: `${called.database}/*` }),
    ],
    jobQueue: batch('job-queue', called.jobQueue),
    jobDefinition: batch('job-definition', called.jobDefinition),
  }
}

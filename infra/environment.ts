import { Stack } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import type { Settings } from './context.ts'
import { bucketName, variableNames } from './contract.ts'
import { configObject } from './packed-config.ts'
import type { Storage } from './storage.ts'

/** What workers and functions are told of where they are. */
export function environmentOf(scope: IConstruct, settings: Settings, { queues }: Storage): Record<string, string> {
  const { stage, sourceBuckets } = settings
  const stack = Stack.of(scope)
  const config = configObject(scope, settings)
  return {
    [variableNames.stage]: stage,
    [variableNames.bucket]: bucketName(stage, stack.account, stack.region),
    [variableNames.sourceBuckets]: sourceBuckets.join(','),
    [variableNames.uploadsQueueUrl]: queues.uploads.queueUrl,
    [variableNames.manifestsQueueUrl]: queues.manifests.queueUrl,
    [variableNames.deadLetterQueueUrl]: queues.deadLetters.queueUrl,
    [variableNames.job]: JSON.stringify(jobOf(settings)),
    ...(config && { [variableNames.config]: config.address }),
    [variableNames.sizes]: JSON.stringify(sizesOf(settings)),
  }
}

/** Fields of limelight.config.json. */
function jobOf({ brands, tasks, variables, device }: Settings): Record<string, unknown> {
  return {
    ...(brands.length > 0 && { brands }),
    ...(tasks && { tasks: tasks.length > 0 ? tasks : 'none' }),
    ...(variables && { variables }),
    device,
  }
}

function sizesOf({ rate, targetMinutes, maxWorkers, leastImages }: Settings): Record<string, number> {
  return { rate, targetMinutes, maxWorkers, leastImages }
}

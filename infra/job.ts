import { Aws, Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import {
  Action,
  EcsEc2ContainerDefinition,
  EcsJobDefinition,
  LinuxParameters,
  Reason,
  RetryStrategy,
  TmpfsMountOption,
} from 'aws-cdk-lib/aws-batch'
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets'
import { ContainerImage, LogDriver } from 'aws-cdk-lib/aws-ecs'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { accept } from './accept.ts'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import { environmentOf } from './environment.ts'
import { grant } from './grant.ts'
import { workerSize } from './machines.ts'
import { workerRights } from './rights.ts'
import type { Storage } from './storage.ts'

export interface WorkerJob {
  definition: EcsJobDefinition
  logs: LogGroup
  role: Role
}

/** Hours that a worker may run; it ends by itself when nothing waits. */
const longest = 12
/** MiB of /tmp, in memory: shards that are being written, and what CUDA compiles. */
const scratch = 2048

/** A worker as a job of Batch: the image, what it may use and do, and what happens when it ends early. */
export function workerJob(scope: Construct, settings: Settings, storage: Storage, root: string): WorkerJob {
  const called = names(settings.stage)
  const { vcpus, memory, gpus } = workerSize(settings)
  const logs = new LogGroup(scope, 'WorkerLog', {
    logGroupName: called.workerLogs,
    retention: settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const role = new Role(scope, 'WorkerRole', {
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    description: 'What workers may do',
  })
  grant(role, workerRights, { settings, storage })
  const linuxParameters = new LinuxParameters(scope, 'Scratch', { initProcessEnabled: true })
  linuxParameters.addTmpfs({
    containerPath: '/tmp',
    size: Size.mebibytes(scratch),
    mountOptions: [TmpfsMountOption.RW, TmpfsMountOption.NOSUID, TmpfsMountOption.NODEV, TmpfsMountOption.NOEXEC],
  })
  const container = new EcsEc2ContainerDefinition(scope, 'Container', {
    image: ContainerImage.fromDockerImageAsset(image(scope, settings, root)),
    cpu: vcpus,
    memory: Size.mebibytes(memory),
    ...(gpus > 0 && { gpu: gpus }),
    // Not every agent of ECS tells a container on EC2 its region.
    environment: { ...environmentOf(scope, settings, storage), AWS_REGION: Aws.REGION },
    jobRole: role,
    executionRole: executionRole(scope),
    user: '10001:10001',
    readonlyRootFilesystem: true,
    linuxParameters,
    logging: LogDriver.awsLogs({ logGroup: logs, streamPrefix: 'worker' }),
  })
  const definition = new EcsJobDefinition(scope, 'Worker', {
    jobDefinitionName: called.jobDefinition,
    container,
    timeout: Duration.hours(longest),
    retryAttempts: 5,
    retryStrategies: [
      RetryStrategy.of(Action.RETRY, Reason.SPOT_INSTANCE_RECLAIMED),
      RetryStrategy.of(Action.RETRY, Reason.CANNOT_PULL_CONTAINER),
      // Anything else: dispatch starts another one if messages wait, and nobody pays for one that fails again and again.
      RetryStrategy.of(Action.EXIT, Reason.custom({ onReason: '*' })),
    ],
  })
  return { definition, logs, role }
}

function image(scope: Construct, { device }: Settings, root: string): DockerImageAsset {
  return new DockerImageAsset(scope, 'Image', {
    directory: root,
    file: `gpu-worker/Dockerfile.${device === 'cpu' ? 'cpu' : 'gpu'}`,
    platform: Platform.LINUX_AMD64,
  })
}

/** For the agent: it pulls the image and writes the log. The definition adds the rights for just these. */
function executionRole(scope: Construct): Role {
  const role = new Role(scope, 'ExecutionRole', {
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    description: 'What ECS may do to start a worker',
  })
  accept(role, 'AwsSolutions-IAM5[Resource::*]', 'ecr:GetAuthorizationToken knows no narrower resource.')
  return role
}

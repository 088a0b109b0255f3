import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  LaunchTemplate,
  MultipartBody,
  MultipartUserData,
  UserData,
} from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import { limits } from './contract.ts'

/** What machines of workers have beside what Batch gives them. */
export function launchTemplate(scope: Construct): LaunchTemplate {
  return new LaunchTemplate(scope, 'Machine', {
    userData: userData(),
    requireImdsv2: true,
    httpPutResponseHopLimit: 1,
    blockDevices: [
      {
        deviceName: '/dev/xvda',
        // The image with CUDA takes some 8 GB, and twice that while it is unpacked.
        volume: BlockDeviceVolume.ebs(60, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
      },
    ],
  })
}

/**
 * A spot machine that is taken back says so 2 minutes before. ECS hands that on as SIGTERM only if it is told to, and gives
 * containers 30 seconds if it is not told more; a worker needs {@link limits.grace}.
 */
function userData(): MultipartUserData {
  const shell = UserData.forLinux()
  shell.addCommands(
    'echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config',
    `echo ECS_CONTAINER_STOP_TIMEOUT=${limits.grace + 10}s >> /etc/ecs/ecs.config`,
  )
  const parts = new MultipartUserData()
  parts.addPart(MultipartBody.fromUserData(shell))
  return parts
}

import { beforeAll, describe, expect, test } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { limits } from '../../infra/contract.ts'
import { cloudTemplates, type Properties, propertiesOf } from './synthesised.ts'

let workers: Template
let withoutGpu: Template

beforeAll(() => {
  workers = cloudTemplates({ maxWorkers: 10, targetMinutes: 30 }).workers
  withoutGpu = cloudTemplates({ device: 'cpu', onDemand: false, zones: 2 }).workers
})

describe('machines', () => {
  test('are from none to as many as maxWorkers takes, of several GPU families', () => {
    for (const environment of environments(workers)) {
      const { MinvCpus, MaxvCpus, DesiredvCpus, InstanceTypes } = environment.ComputeResources

      expect(MinvCpus).toBe(0)
      expect(DesiredvCpus).toBeUndefined()
      // Ten workers, each perhaps on the largest kind: 8 vCPUs.
      expect(MaxvCpus).toBe(80)
      expect(new Set(InstanceTypes.map((type: string) => type.split('.')[0]))).toEqual(new Set(['g4dn', 'g5', 'g6']))
    }
  })

  test('are spot machines where these are cheap and seldom taken back, else at the full price', () => {
    expect(
      environments(workers).map(({ ComputeResources: { Type, AllocationStrategy } }) => [Type, AllocationStrategy]),
    ).toEqual([
      ['SPOT', 'SPOT_PRICE_CAPACITY_OPTIMIZED'],
      ['EC2', 'BEST_FIT_PROGRESSIVE'],
    ])
    const { ComputeEnvironmentOrder } = propertiesOf(workers, 'AWS::Batch::JobQueue')
    const order = ComputeEnvironmentOrder.map((entry: Properties) => entry.ComputeEnvironment['Fn::GetAtt'][0])
    expect(order).toEqual(['Spot', 'OnDemand'])
  })

  test('are only spot machines when onDemand is false', () => {
    expect(environments(withoutGpu).map(({ ComputeResources }) => ComputeResources.Type)).toEqual(['SPOT'])
  })

  test('have the image for GPUs of Amazon Linux 2023, or the one without', () => {
    const images = (template: Template) =>
      environments(template).map(({ ComputeResources }) => ComputeResources.Ec2Configuration)

    expect(images(workers)).toEqual([[{ ImageType: 'ECS_AL2023_NVIDIA' }], [{ ImageType: 'ECS_AL2023_NVIDIA' }]])
    expect(images(withoutGpu)).toEqual([[{ ImageType: 'ECS_AL2023' }]])
  })

  test('hand the notice of a spot machine on to the worker, and give it the time that it needs', () => {
    const script = JSON.stringify(template(workers).UserData)

    expect(script).toContain('ECS_ENABLE_SPOT_INSTANCE_DRAINING=true')
    const seconds = Number(/ECS_CONTAINER_STOP_TIMEOUT=(\d+)s/.exec(script)?.[1])
    expect(seconds).toBeGreaterThan(limits.grace)
    // The machine is gone 120 seconds after its notice.
    expect(seconds).toBeLessThan(120)
  })

  test('have encrypted disks, and metadata that needs a session', () => {
    const { BlockDeviceMappings, MetadataOptions } = template(workers)

    expect(BlockDeviceMappings.map(({ Ebs }: Properties) => Ebs.Encrypted)).toEqual([true])
    expect(MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 })
  })
})

describe('network', () => {
  test('has no NAT gateway and no endpoint that costs by the hour', () => {
    workers.resourceCountIs('AWS::EC2::NatGateway', 0)
    workers.resourceCountIs('AWS::EC2::EIP', 0)
    workers.resourceCountIs('AWS::EC2::VPCEndpoint', 1)
    workers.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })
  })

  test('lets nothing in, and only HTTPS out', () => {
    workers.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0)
    const { SecurityGroupIngress, SecurityGroupEgress } = propertiesOf(workers, 'AWS::EC2::SecurityGroup')

    expect(SecurityGroupIngress).toBeUndefined()
    expect(SecurityGroupEgress).toEqual([expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })])
    for (const { ComputeResources } of environments(workers)) expect(ComputeResources.SecurityGroupIds).toHaveLength(1)
  })

  test('spreads over as many zones as asked for, without asking the account for them', () => {
    workers.resourceCountIs('AWS::EC2::Subnet', 3)
    withoutGpu.resourceCountIs('AWS::EC2::Subnet', 2)
    workers.allResourcesProperties('AWS::EC2::Subnet', {
      AvailabilityZone: { 'Fn::Select': [Match.anyValue(), { 'Fn::GetAZs': '' }] },
    })
  })
})

describe('a worker', () => {
  test('is no root, can write nothing but /tmp, and has a log', () => {
    const { ContainerProperties } = propertiesOf(workers, 'AWS::Batch::JobDefinition')

    expect(ContainerProperties).toMatchObject({
      User: '10001:10001',
      ReadonlyRootFilesystem: true,
      LogConfiguration: { LogDriver: 'awslogs' },
    })
    expect(ContainerProperties.Privileged).toBeUndefined()
    expect(ContainerProperties.Volumes).toBeUndefined()
    expect(ContainerProperties.LinuxParameters).toMatchObject({
      InitProcessEnabled: true,
      Tmpfs: [{ ContainerPath: '/tmp', MountOptions: ['rw', 'nosuid', 'nodev', 'noexec'] }],
    })
    expect(propertiesOf(workers, 'AWS::Logs::LogGroup')).toMatchObject({ LogGroupName: '/limelight/main/worker' })
  })

  test('has a GPU to itself and the whole of the smallest machine', () => {
    expect(resourcesOf(workers)).toEqual({ VCPU: '4', GPU: '1', MEMORY: String(14 * 1024) })
    // Of c7i.xlarge: 4 vCPUs, 8 GB.
    expect(resourcesOf(withoutGpu)).toEqual({ VCPU: '4', MEMORY: String(7 * 1024) })
  })

  test('starts again where its machine was taken back or the image did not come, and for nothing else', () => {
    const { RetryStrategy, Timeout } = propertiesOf(workers, 'AWS::Batch::JobDefinition')

    expect(RetryStrategy).toEqual({
      Attempts: 5,
      EvaluateOnExit: [
        { Action: 'RETRY', OnStatusReason: 'Host EC2*' },
        { Action: 'RETRY', OnReason: 'CannotPullContainerError:*' },
        { Action: 'EXIT', OnReason: '*' },
      ],
    })
    expect(Timeout.AttemptDurationSeconds).toBeGreaterThan(8 * 3600)
  })

  test('is told what to measure and where', () => {
    const { ContainerProperties } = propertiesOf(withoutGpu, 'AWS::Batch::JobDefinition')
    const environment = Object.fromEntries(
      ContainerProperties.Environment.map(({ Name, Value }: Properties) => [Name, Value]),
    )

    expect(Object.keys(environment).sort()).toEqual([
      'AWS_REGION',
      'LIMELIGHT_BUCKET',
      'LIMELIGHT_DEAD_LETTER_QUEUE_URL',
      'LIMELIGHT_JOB',
      'LIMELIGHT_MANIFESTS_QUEUE_URL',
      'LIMELIGHT_SIZES',
      'LIMELIGHT_SOURCE_BUCKETS',
      'LIMELIGHT_STAGE',
      'LIMELIGHT_UPLOADS_QUEUE_URL',
    ])
    expect(JSON.parse(environment.LIMELIGHT_JOB)).toEqual({ device: 'cpu' })
  })
})

const environments = (from: Template) =>
  Object.values(from.findResources('AWS::Batch::ComputeEnvironment')).map(({ Properties }) => Properties)

const template = (from: Template) => propertiesOf(from, 'AWS::EC2::LaunchTemplate').LaunchTemplateData

function resourcesOf(from: Template): Record<string, string> {
  const { ResourceRequirements } = propertiesOf(from, 'AWS::Batch::JobDefinition').ContainerProperties
  return Object.fromEntries(ResourceRequirements.map(({ Type, Value }: Properties) => [Type, Value]))
}

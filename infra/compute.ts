import { CfnComputeEnvironment, CfnJobQueue } from 'aws-cdk-lib/aws-batch'
import { SubnetType } from 'aws-cdk-lib/aws-ec2'
import { InstanceProfile, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { accept } from './accept.ts'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import { launchTemplate } from './launch-template.ts'
import { mostVcpus } from './machines.ts'
import type { Network } from './network.ts'

/**
 * Machines from none to many: spot first, and at the full price where there is no spot machine to be had. Batch makes and
 * ends them; its own service-linked role does so, which lets it change them in place when the template changes.
 */
export function compute(scope: Construct, settings: Settings, network: Network): CfnJobQueue {
  const shared = resources(scope, settings, network)
  const environment = (id: string, own: { type: string; allocationStrategy: string }) =>
    new CfnComputeEnvironment(scope, id, {
      type: 'MANAGED',
      state: 'ENABLED',
      replaceComputeEnvironment: false,
      updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 30 },
      computeResources: { ...shared, ...own },
    })
  const spot = environment('Spot', { type: 'SPOT', allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED' })
  const order = [spot]
  if (settings.onDemand)
    order.push(environment('OnDemand', { type: 'EC2', allocationStrategy: 'BEST_FIT_PROGRESSIVE' }))
  return new CfnJobQueue(scope, 'Queue', {
    jobQueueName: names(settings.stage).jobQueue,
    priority: 1,
    state: 'ENABLED',
    computeEnvironmentOrder: order.map((each, index) => ({
      order: index + 1,
      computeEnvironment: each.attrComputeEnvironmentArn,
    })),
    // What no machine here can ever run must not stand before what one can.
    jobStateTimeLimitActions: [
      'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
      'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
    ].map((reason) => ({ reason, state: 'RUNNABLE', action: 'CANCEL', maxTimeSeconds: 1800 })),
  })
}

function resources(scope: Construct, settings: Settings, { vpc, securityGroup }: Network) {
  const template = launchTemplate(scope)
  return {
    minvCpus: 0,
    maxvCpus: mostVcpus(settings),
    instanceTypes: settings.instanceTypes,
    instanceRole: instanceProfile(scope).instanceProfileArn,
    subnets: vpc.selectSubnets({ subnetType: SubnetType.PUBLIC }).subnetIds,
    securityGroupIds: [securityGroup.securityGroupId],
    launchTemplate: { launchTemplateId: template.launchTemplateId ?? '', version: template.latestVersionNumber },
    ec2Configuration: [{ imageType: settings.device === 'cpu' ? 'ECS_AL2023' : 'ECS_AL2023_NVIDIA' }],
    updateToLatestImageVersion: true,
    tags: { Name: names(settings.stage).jobQueue },
  }
}

function instanceProfile(scope: Construct): InstanceProfile {
  const role = new Role(scope, 'MachineRole', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    description: 'What the ECS agent on a machine may do; containers have a role of their own',
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2ContainerServiceforEC2Role')],
  })
  accept(
    role,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role]',
    "AWS keeps this policy in step with its own ECS agent, which is all that uses it: containers get the job's role.",
  )
  return new InstanceProfile(scope, 'MachineProfile', { role })
}

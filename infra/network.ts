import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'

export interface Network {
  vpc: Vpc
  /** Of workers: nothing comes in, HTTPS goes out. */
  securityGroup: SecurityGroup
}

/**
 * Where workers run: public subnets that nobody can come into.
 *
 * Not private ones: workers have to reach SQS, ECR, CloudWatch and Batch, too. From a private subnet that takes a NAT
 * gateway (some $33 a month and zone, and 4.5 cents a GB) or five interface endpoints (some $7 a month each and zone), by
 * day and by night. A public address costs nothing while no worker runs, and without any inbound rule it is as closed as a
 * private one. Images come by the gateway endpoint, which is free and keeps them on Amazon's network.
 */
export function network(scope: Construct, { zones }: Settings, logs: IBucket): Network {
  const vpc = new Vpc(scope, 'Vpc', {
    maxAzs: zones,
    natGateways: 0,
    subnetConfiguration: [{ name: 'workers', subnetType: SubnetType.PUBLIC, cidrMask: 20, mapPublicIpOnLaunch: true }],
    gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    // Nothing uses the default group, and closing it takes a function with rights on every security group.
    restrictDefaultSecurityGroup: false,
    flowLogs: {
      ToBucket: {
        destination: FlowLogDestination.toS3(logs, 'network/'),
        trafficType: FlowLogTrafficType.ALL,
      },
    },
  })
  const securityGroup = new SecurityGroup(scope, 'WorkersGroup', {
    vpc: vpc as IVpc,
    description: 'Limelight workers: nothing in, HTTPS out',
    allowAllOutbound: false,
  })
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'S3, SQS, ECR, ECS and CloudWatch')
  return { vpc, securityGroup }
}

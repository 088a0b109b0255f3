import { Stack } from 'aws-cdk-lib'
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { bucketName, names, prefixes } from './contract.ts'

/** Where Athena's queries run: what one may cost is limited, and nobody can choose another place for results. */
export function workgroup(scope: Construct, { stage, scanGigabytes }: Settings): CfnWorkGroup {
  const { account, region } = Stack.of(scope)
  return new CfnWorkGroup(scope, 'Workgroup', {
    name: names(stage).workgroup,
    description: `Queries of Limelight's datasets, stage ${stage}`,
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: scanGigabytes * 1e9,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${bucketName(stage, account, region)}/${prefixes.athena}`,
        encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        expectedBucketOwner: account,
      },
    },
  })
}

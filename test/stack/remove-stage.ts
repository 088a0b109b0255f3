import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { connection } from '../../src/aws/clients.ts'
import type { Connected } from './connected.ts'

/** Takes a stage off an endpoint that others use as well. The bucket has to be empty for it, of old versions too. */
export async function removeStage({ endpoint, s3, bucket, names }: Connected): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket.name }))
    const found = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }))
    if (found.length === 0) break
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket.name, Delete: { Objects: found, Quiet: true } }))
  }
  const cloudFormation = new CloudFormationClient(connection(endpoint))
  await cloudFormation.send(new DeleteStackCommand({ StackName: names.stack }))
  cloudFormation.destroy()
}

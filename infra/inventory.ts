import { Aws } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Bucket, type IBucket, InventoryFormat, InventoryFrequency, InventoryObjectVersion } from 'aws-cdk-lib/aws-s3'
import { prefixes } from './contract.ts'

/** Where lists of all images lie that S3 makes each day, as Parquet. */
export const inventoryFolder = 'inventory/'
/** S3's name of the list. */
const id = 'images'

/** Has S3 list the images once a day: reading that is quicker than asking for a thousand keys at a time. */
export function addInventory(bucket: Bucket, bucketName: string, bucketArn: string): void {
  bucket.addInventory({
    inventoryId: id,
    // By name: a bucket that names itself is a circle to CloudFormation.
    destination: {
      bucket: Bucket.fromBucketName(bucket, 'InventoryPlace', bucketName) as IBucket,
      prefix: inventoryFolder.slice(0, -1),
    },
    objectsPrefix: prefixes.images,
    format: InventoryFormat.PARQUET,
    frequency: InventoryFrequency.DAILY,
    includeObjectVersions: InventoryObjectVersion.CURRENT,
    optionalFields: ['Size', 'LastModifiedDate', 'ETag'],
  })
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'InventoryOfThisBucket',
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/${inventoryFolder}*`],
      conditions: {
        ArnEquals: { 'aws:SourceArn': bucketArn },
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      },
    }),
  )
}

/** The folder with a folder for each day, as reconcile asks for it. */
export function inventoryAddress(bucketName: string): string {
  return `s3://${bucketName}/${inventoryFolder}${bucketName}/${id}/`
}

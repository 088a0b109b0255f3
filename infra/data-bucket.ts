import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { isLocal, prefixes } from './contract.ts'
import { addInventory, inventoryFolder } from './inventory.ts'
import type { Queues } from './queues.ts'

export interface Buckets {
  data: Bucket
  logs: Bucket
}

/** The bucket for everything, and the one that says who read it. */
export function dataBucket(
  scope: Construct,
  settings: Settings,
  { bucketName, bucketArn }: { bucketName: string; bucketArn: string },
  queues: Queues,
): Buckets {
  const logs = new Bucket(scope, 'AccessLogs', {
    ...closed,
    removalPolicy: removal(settings),
    lifecycleRules: [{ id: 'logs', expiration: Duration.days(settings.logDays), ...halfUploads }],
  })
  const data = new Bucket(scope, 'Data', {
    ...closed,
    bucketName,
    versioned: true,
    removalPolicy: removal(settings),
    // Under exactOptionalPropertyTypes the CDK's own classes do not fit its interfaces.
    serverAccessLogsBucket: logs as IBucket,
    serverAccessLogsPrefix: 'data/',
    lifecycleRules: lifecycle(settings),
  })
  announce(data, queues, settings)
  if (settings.inventory) addInventory(data, bucketName, bucketArn)
  return { data, logs }
}

const closed: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
}

/** A deployment that is removed leaves its data; an emulator's does not matter. */
function removal({ stage }: Settings): RemovalPolicy {
  return isLocal(stage) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN
}

const halfUploads = { abortIncompleteMultipartUploadAfter: Duration.days(2) }

function lifecycle({ imageDays, datasetDays, versionDays }: Settings): LifecycleRule[] {
  return [
    {
      id: 'versions',
      noncurrentVersionExpiration: Duration.days(versionDays),
      expiredObjectDeleteMarker: true,
      ...halfUploads,
    },
    ...after(imageDays, prefixes.images),
    ...after(datasetDays, prefixes.datasets),
    ...after(datasetDays, prefixes.reports),
    // Longer than messages wait (14 days) and than posts are matched with images of other days (7).
    ...after(60, prefixes.manifests),
    ...after(60, prefixes.links),
    ...after(7, prefixes.athena),
    ...after(14, inventoryFolder),
  ]
}

function after(days: number | undefined, prefix: string): LifecycleRule[] {
  return days === undefined ? [] : [{ id: prefix.replace('/', ''), prefix, expiration: Duration.days(days) }]
}

/**
 * Events of uploads go to the queues. By CloudFormation's own property, not by the CDK's method: that one deploys a
 * function with rights on every bucket's notifications, to do what this line does. Images may be found by listing instead.
 */
function announce(bucket: Bucket, { uploads, posts }: Queues, settings: Settings): void {
  const resource = bucket.node.defaultChild as CfnBucket
  const below = (prefix: string, queue: string) => ({
    event: 's3:ObjectCreated:*',
    queue,
    filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
  })
  resource.notificationConfiguration = {
    queueConfigurations: [
      ...(settings.announce === 'events' ? [below(prefixes.images, uploads.queueArn)] : []),
      below(prefixes.posts, posts.queueArn),
    ],
  }
  // S3 tries the queues when they are named to it: their policies have to be there.
  bucket.node.addDependency(uploads, posts)
}

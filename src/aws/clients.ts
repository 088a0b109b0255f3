import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { silenceSdk } from '../environment.ts'

/** What every client of AWS is made with: the endpoint of an emulator, or nothing. */
export interface Connection {
  endpoint?: string
  region?: string
  credentials?: { accessKeyId: string; secretAccessKey: string }
}

/**
 * AWS itself for no endpoint: region and credentials as the SDK finds them. An emulator takes any credentials, so none
 * have to be set up for it.
 */
export function connection(endpoint: string | null): Connection {
  silenceSdk()
  if (endpoint === null) return {}
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}

const attempts = 5

/** @param maxAttempts of one request, where the caller tries again by itself */
export function s3Client(to: Connection, maxAttempts = attempts): S3Client {
  return new S3Client({
    ...to,
    // An emulator has no bucket names in its host names.
    forcePathStyle: to.endpoint !== undefined,
    logger: silent,
    maxAttempts,
    // Images may lie in buckets of other regions.
    followRegionRedirects: true,
    // Checksums of every body cost CPU and are no protection that TLS and the row's SHA-256 do not give.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, httpAgent: agent, httpsAgent: agent },
  })
}

/** The SDK warns on the console when a request with a stream fails; those are tried again here, or thrown. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

export function sqsClient(to: Connection): SQSClient {
  return new SQSClient({
    ...to,
    maxAttempts: attempts,
    // Longer than a long poll of 20 seconds.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, httpAgent: agent, httpsAgent: agent },
  })
}

const agent = { keepAlive: true, maxSockets: 64 }

import { openBucket } from '../../dist/aws/bucket.js'
import { connection, s3Client } from '../../dist/aws/clients.js'
import { bucketName as nameOfBucket, names } from '../../dist/aws/contract.js'
import { findStaying } from '../emulator/stay.mjs'

export const stage = 'local'
/** Of every emulator. */
export const account = '000000000000'
export const region = 'us-east-1'
export const called = names(stage)
export const bucketName = nameOfBucket(stage, account, region)

/** The stack that is up. @throws Error if none is */
export async function openPlace() {
  const running = await findStaying()
  if (!running) throw new Error('no stack is up; `npm run stack:up` starts one')
  const to = connection(running.endpoint)
  return { to, bucket: openBucket(s3Client(to), bucketName) }
}

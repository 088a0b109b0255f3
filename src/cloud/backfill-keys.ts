import { statusOf } from '../aws/answers.ts'
import type { Bucket } from '../aws/bucket.ts'
import { RunError } from '../errors.ts'

/** An object that a backfill came by. */
export interface FoundKey {
  bucket: string
  key: string
  /** Where a later backfill goes on to have what follows this object. */
  at: string
}

/** Every object below a prefix, in the order of keys; a position is the last key. */
export async function* listedKeys(bucket: Bucket, prefix: string, from: string | undefined): AsyncGenerator<FoundKey> {
  try {
    for await (const { key } of bucket.list(prefix, from)) yield { bucket: bucket.name, key, at: key }
  } catch (error) {
    throw explained(error, bucket.name)
  }
}

/** The same error in words that say what to do, for the answers that have a known cause. */
export function explained(error: unknown, bucket: string): unknown {
  const status = statusOf(error)
  const says = {
    301: `s3://${bucket}: is in another region than this stage; copy the objects, or deploy a stage there`,
    403: `s3://${bucket}: may not be listed or read; allow s3:ListBucket and s3:GetObject to whoever runs the backfill`,
    404: `s3://${bucket}: there is no such bucket`,
  }[status ?? 0]
  return says === undefined ? error : new RunError(says, { cause: error })
}

import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { mayPass, pause } from '../aws/answers.ts'
import type { Bucket } from '../aws/bucket.ts'
import { objectUri } from '../aws/object-uri.ts'
import { RunError } from '../errors.ts'

export interface Wanted {
  key: string
  /** As the listing said; what arrives has as many. */
  bytes?: number
}

const atOnce = 16
const tries = 5

/**
 * Copies objects to a folder under the last step of their keys, some at a time.
 * @returns their files, in the order of `wanted`
 * @throws RunError for an object that is gone, or does not arrive whole
 */
export async function downloadAll(bucket: Bucket, wanted: readonly Wanted[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files = wanted.map(({ key }) => join(folder, basename(key)))
  let next = 0
  const work = async () => {
    for (let at = next++; at < wanted.length; at = next++) {
      await downloadOne(bucket, wanted[at] as Wanted, files[at] as string)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, wanted.length) }, work))
  return files
}

async function downloadOne(bucket: Bucket, { key, bytes }: Wanted, file: string): Promise<void> {
  const address = objectUri(bucket.name, key)
  for (let attempt = 1; ; attempt++) {
    try {
      if (!(await bucket.download(key, file)))
        throw new RunError(`${address}: is gone; if it was compacted meanwhile, try again`)
      const { size } = await stat(file)
      if (bytes === undefined || size === bytes) return
      if (attempt === tries)
        throw new RunError(`${address}: has ${size} bytes, and had ${bytes}; if it was stored anew, try again`)
    } catch (error) {
      // A connection may break while the object comes: that has no status.
      if (error instanceof RunError || attempt === tries || !mayPass(error)) throw error
    }
    await pause(attempt)
  }
}

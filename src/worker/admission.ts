import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { ImageError } from '../errors.ts'
import type { Reference } from '../sources/source.ts'
import type { Announced } from './messages.ts'

/** What a worker may read. */
export interface Grounds {
  /** The data bucket: images below `images/`. */
  dataBucket: string
  /** Other buckets that were named when the stack was made. */
  sourceBuckets: readonly string[]
}

/** The reference of an announced image. In the data bucket, `key` is what follows `images/`. */
export function referenceOf({ bucket, key }: Announced, { dataBucket }: Grounds): Reference {
  const below = bucket === dataBucket && key.startsWith(prefixes.images)
  return { uri: objectUri(bucket, key), key: below ? key.slice(prefixes.images.length) : key, postId: null }
}

/** Why an announced image is not to be read; null when it is. Whoever can send a message must not choose what a worker reads. */
export function refusal({ bucket, key }: Announced, { dataBucket, sourceBuckets }: Grounds): ImageError | null {
  if (bucket !== dataBucket && !sourceBuckets.includes(bucket)) {
    return new ImageError(
      'refused',
      `the bucket ${bucket} is not among the stack's; name it in sourceBuckets and deploy`,
    )
  }
  if (bucket === dataBucket && !key.startsWith(prefixes.images)) {
    return new ImageError('refused', `the key is not below ${prefixes.images}`)
  }
  if (key.split('/').some((step) => step === '..' || step === '.')) {
    return new ImageError('refused', 'the key has a step . or .., which leaves its folder wherever it becomes a path')
  }
  return null
}

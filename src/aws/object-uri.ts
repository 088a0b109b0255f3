/** Where an object lies. */
export interface ObjectPlace {
  bucket: string
  key: string
}

/** The address of an object. Keys stand in it as they are, whatever characters they have. */
export function objectUri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
}

/** Bucket and key of `s3://bucket/key`; null for what is no address of an object. */
export function parseObjectUri(uri: string): ObjectPlace | null {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/s.exec(uri) ?? []
  return bucket && key ? { bucket, key } : null
}

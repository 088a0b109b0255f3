import type { IncomingHttpHeaders } from 'node:http'

/** What a request to an endpoint of AWS asks for, as far as its head tells. */
export interface AwsRequest {
  /** As requests are signed for it: `s3`, `sqs`, `sns`, `states`, ...; `unknown` for one that is not signed. */
  service: string
  /** The API's name: `GetObject`, `ReceiveMessage`, ... */
  operation: string
  method: string
  /** Of S3; an empty text for other services. */
  bucket: string
  /** Of S3, decoded; an empty text for other services and for a bucket itself. */
  key: string
}

export function readAwsRequest(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  /** Of a form: services of the old protocol name the operation there. */
  form = '',
): AwsRequest {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unknown'
  const { pathname, searchParams } = new URL(url, 'http://endpoint')
  if (service === 's3') {
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? []
    const operation = s3Operation({ method, key, query: searchParams, copies: 'x-amz-copy-source' in headers })
    return { service, operation, method, bucket, key: decodeURIComponent(key) }
  }
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)
  const operation =
    target || new URLSearchParams(form).get('Action') || searchParams.get('Action') || `${method} ${pathname}`
  return { service, operation, method, bucket: '', key: '' }
}

/** Path-style only: an emulator has no bucket names in its host names. */
function s3Operation(request: { method: string; key: string; query: URLSearchParams; copies: boolean }): string {
  const { method, key, query, copies } = request
  const level = key ? 'Object' : 'Bucket'
  switch (method) {
    case 'GET':
      if (key) return query.has('tagging') ? 'GetObjectTagging' : 'GetObject'
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'GetBucket'
    case 'HEAD':
      return `Head${level}`
    case 'PUT':
      if (query.has('partNumber')) return 'UploadPart'
      if (copies) return 'CopyObject'
      return key ? 'PutObject' : 'CreateBucket'
    case 'POST':
      if (query.has('delete')) return 'DeleteObjects'
      return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
    default:
      return `Delete${level}`
  }
}

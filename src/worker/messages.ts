import { z } from 'zod'
import { dayOf, type ManifestMessage } from '../aws/contract.ts'

/** An image that a message announces. */
export interface Announced {
  bucket: string
  key: string
  /** Day (UTC) in whose partition its row goes. */
  dt: string
  /** Orders events of one key; null where no event announced it. */
  sequencer: string | null
}

/** What a message says. */
export type Said =
  | { kind: 'images'; images: Announced[] }
  | { kind: 'manifest'; manifest: ManifestMessage }
  /** S3 tries a queue that it is to notify; removed objects are no news, either. */
  | { kind: 'nothing' }
  | { kind: 'bad'; why: string }

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no time')

const s3Record = z.object({
  eventSource: z.literal('aws:s3'),
  eventName: z.string(),
  eventTime: time,
  s3: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({ key: z.string().min(1), sequencer: z.string().nullish() }),
  }),
})

const s3Event = z.object({ Records: z.array(s3Record).min(1) })

const testEvent = z.object({ Service: z.string(), Event: z.literal('s3:TestEvent') })

const bridgeEvent = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  time,
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({ key: z.string().min(1), sequencer: z.string().nullish() }),
  }),
})

const manifestMessage = z.object({
  limelight: z.literal('manifest'),
  bucket: z.string().min(1),
  key: z.string().min(1),
  images: z.int().min(0),
  dt: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})

/** Understands S3's events, straight or by EventBridge, manifests, and S3's test. Never throws. */
export function understand(body: string): Said {
  let content: unknown
  try {
    content = JSON.parse(body)
  } catch (error) {
    return { kind: 'bad', why: `the message is no JSON (${(error as Error).message})` }
  }
  if (testEvent.safeParse(content).success) return { kind: 'nothing' }
  const manifest = manifestMessage.safeParse(content)
  if (manifest.success) return { kind: 'manifest', manifest: manifest.data }
  const bridged = bridgeEvent.safeParse(content)
  if (bridged.success) return fromBridge(bridged.data)
  const event = s3Event.safeParse(content)
  if (event.success) return fromS3(event.data)
  return {
    kind: 'bad',
    why: `the message is neither an event of S3 nor a manifest: ${whatIsWrong(content, event.error)}`,
  }
}

function fromS3({ Records }: z.infer<typeof s3Event>): Said {
  const images: Announced[] = []
  for (const { eventName, eventTime, s3 } of Records) {
    if (!/^(s3:)?ObjectCreated:/.test(eventName)) continue
    const key = formDecoded(s3.object.key)
    if (key === null)
      return { kind: 'bad', why: `the key ${s3.object.key.slice(0, 200)} is not form-encoded as S3 does it` }
    images.push({
      bucket: s3.bucket.name,
      key,
      dt: dayOf(new Date(eventTime)),
      sequencer: s3.object.sequencer ?? null,
    })
  }
  return images.length > 0 ? { kind: 'images', images } : { kind: 'nothing' }
}

/** EventBridge gives keys as they are. */
function fromBridge(event: z.infer<typeof bridgeEvent>): Said {
  if (event['detail-type'] !== 'Object Created') return { kind: 'nothing' }
  const { bucket, object } = event.detail
  const dt = dayOf(new Date(event.time))
  return { kind: 'images', images: [{ bucket: bucket.name, key: object.key, dt, sequencer: object.sequencer ?? null }] }
}

/** Keys in S3's events are form-encoded: `+` is a space. */
function formDecoded(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return null
  }
}

function whatIsWrong(content: unknown, error: z.ZodError): string {
  if (typeof content !== 'object' || content === null) return `it is ${JSON.stringify(content).slice(0, 50)}`
  const [issue] = error.issues
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'nothing fits'
}

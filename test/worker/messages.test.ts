import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { understand } from '../../src/worker/messages.ts'

const event = (key: string, more: Record<string, unknown> = {}) => ({
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  eventTime: '2026-11-21T23:59:59.999Z',
  s3: { bucket: { name: 'photos' }, object: { key, size: 1, sequencer: '0055AED6DCD90281E5' } },
  ...more,
})

const saidOf = (content: unknown) => understand(JSON.stringify(content))

/** As S3 does it: like a form, but slashes stay. */
const formEncoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/')

describe('a message of the queue', () => {
  test('is an event of S3: bucket, key and the day of the event', () => {
    const said = saidOf({ Records: [event('images/a+b%2Bc%25/%C3%BC.jpg')] })

    expect(said).toEqual({
      kind: 'images',
      images: [{ bucket: 'photos', key: 'images/a b+c%/ü.jpg', dt: '2026-11-21', sequencer: '0055AED6DCD90281E5' }],
    })
  })

  test('any key comes back from its form encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (key) => {
        const said = saidOf({ Records: [event(formEncoded(key))] })
        expect(said.kind === 'images' && said.images[0]?.key).toBe(key)
      }),
    )
  })

  test('is an event by EventBridge, whose keys are as they are', () => {
    const said = saidOf({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time: '2026-11-22T00:00:00Z',
      detail: { bucket: { name: 'photos' }, object: { key: 'images/a+b %41.jpg', size: 1 } },
    })

    expect(said).toEqual({
      kind: 'images',
      images: [{ bucket: 'photos', key: 'images/a+b %41.jpg', dt: '2026-11-22', sequencer: null }],
    })
  })

  test('is a manifest', () => {
    const manifest = { limelight: 'manifest', bucket: 'b', key: 'manifests/x.jsonl', images: 3, dt: '2026-11-22' }

    expect(saidOf(manifest)).toEqual({ kind: 'manifest', manifest })
  })

  test.each([
    ["S3's test of a new notification", { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'photos' }],
    ['an object that was removed', { Records: [event('images/a.jpg', { eventName: 'ObjectRemoved:Delete' })] }],
  ])('%s is no news', (_, content) => {
    expect(saidOf(content)).toEqual({ kind: 'nothing' })
  })

  test('has an image for each of its records', () => {
    const said = saidOf({ Records: [event('images/a.jpg'), event('images/b.jpg')] })

    expect(said.kind === 'images' && said.images.map(({ key }) => key)).toEqual(['images/a.jpg', 'images/b.jpg'])
  })

  test.each([
    ['text', 'hello', /no JSON/],
    ['null', 'null', /neither an event/],
    [
      'an event without a bucket',
      JSON.stringify({ Records: [event('a', { s3: { object: { key: 'a' } } })] }),
      /bucket/,
    ],
    ['a key that is not encoded', JSON.stringify({ Records: [event('images/100%')] }), /not form-encoded/],
    [
      'a day that is none',
      JSON.stringify({ limelight: 'manifest', bucket: 'b', key: 'k', images: 1, dt: '../x' }),
      /neither/,
    ],
    ['a time that is none', JSON.stringify({ Records: [event('a', { eventTime: 'noon' })] }), /no time/],
  ])('%s is bad, and says why', (_, body, why) => {
    const said = understand(body)

    expect(said.kind).toBe('bad')
    expect(said.kind === 'bad' && said.why).toMatch(why)
  })

  test('nothing that anyone may send makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify({ Records: [o] })),
        ),
        (body) => {
          expect(['images', 'manifest', 'nothing', 'bad']).toContain(understand(body).kind)
        },
      ),
    )
  })
})

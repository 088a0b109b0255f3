import { describe, expect, test } from '@jest/globals'
import { referenceOf, refusal } from '../../src/worker/admission.ts'

const grounds = { dataBucket: 'data', sourceBuckets: ['archive'] }
const announced = (bucket: string, key: string) => ({ bucket, key, dt: '2026-11-22', sequencer: null })

describe('an announced image', () => {
  test.each([
    ['data', 'images/a.jpg'],
    ['data', 'images/a..b/...c/.hidden.jpg'],
    ['archive', '2019/photo.jpg'],
  ])('s3://%s/%s is read', (bucket, key) => {
    expect(refusal(announced(bucket, key), grounds)).toBeNull()
  })

  test.each([
    ['elsewhere', 'images/a.jpg', /not among the stack/],
    ['data', 'posts/secret.csv', /not below images/],
    ['data', 'images/../posts/secret.csv', /\.\./],
    ['archive', '../a.jpg', /\.\./],
    ['data', 'images/./a.jpg', /\.\./],
  ])('s3://%s/%s is refused', (bucket, key, why) => {
    const error = refusal(announced(bucket, key), grounds)

    expect(error?.code).toBe('refused')
    expect(error?.message).toMatch(why)
  })

  test('is called by its key below images/, and in another bucket by its whole key', () => {
    expect(referenceOf(announced('data', 'images/a/b.jpg'), grounds)).toEqual({
      uri: 's3://data/images/a/b.jpg',
      key: 'a/b.jpg',
      postId: null,
    })
    expect(referenceOf(announced('archive', 'images/a/b.jpg'), grounds).key).toBe('images/a/b.jpg')
  })
})

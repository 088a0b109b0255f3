import { expect, test } from '@jest/globals'
import { describeWorker, expectNoMessages, seed } from './all-measured.ts'
import { drawPhotos } from './photos.ts'
import { shardRows } from './rows.ts'
import { runWorker } from './worker-process.ts'

describeWorker('a worker to which anybody may speak', (given) => {
  test('a message that nobody understands is among the dead letters, and a row says why', async () => {
    const { stack, setup } = given
    await stack.queues.uploads.send([{ body: 'buy now!' }])
    await stack.queues.manifests.send([
      {
        body: JSON.stringify({
          limelight: 'manifest',
          bucket: 'foreign',
          key: 'manifests/x',
          images: 1,
          dt: '2026-11-22',
        }),
      },
    ])

    await runWorker(setup)
    await runWorker({ ...setup, queueUrl: stack.queues.manifests.url })

    const rows = await shardRows(stack.bucket)
    expect(rows.map(({ error_code }) => error_code)).toEqual(['bad_message', 'bad_message'])
    expect(rows.map(({ error_message }) => error_message).sort()).toEqual([
      expect.stringContaining('s3://foreign/manifests/x'),
      expect.stringContaining('no JSON'),
    ])
    const dead = await stack.queues.deadLetters.receive({ visibility: 60, wait: 1 })
    expect(dead.map(({ body }) => body)).toContain('buy now!')
    expect(dead).toHaveLength(2)
    await stack.queues.deadLetters.remove(dead)
    await expectNoMessages(stack)
  })

  test("what is not the stack's, leaves its folder or pretends to be huge is refused, with a row", async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(1, seed)
    const hostile = '<script>alert(1)</script>&"\'.jpg'
    const [content = new Uint8Array()] = photos.values()
    await stack.bucket.write('images/huge.jpg', content)
    await stack.bucket.write(`images/${hostile}`, content)
    const { environment, proxy } = await stack.proxy({ seed })
    proxy.fault({ match: { operation: 'GetObject', key: 'images/huge.jpg' }, fault: { kind: 'inflate', bytes: 5e9 } })
    const announce = (bucket: string, key: string) => ({
      body: JSON.stringify({
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            eventTime: new Date().toISOString(),
            s3: { bucket: { name: bucket }, object: { key } },
          },
        ],
      }),
    })
    await stack.queues.uploads.send([
      announce('somebody-elses-bucket', 'images/a.jpg'),
      announce(stack.bucket.name, 'images/../posts/a.csv'),
      announce(stack.bucket.name, 'datasets/images/dt=2026-01-01/part-00-of-01.parquet'),
    ])

    await runWorker({ ...setup, environment })

    const rows = await shardRows(stack.bucket)
    expect(Object.fromEntries(rows.map(({ uri, error_code }) => [uri, error_code]))).toEqual({
      's3://somebody-elses-bucket/images/a.jpg': 'refused',
      [`s3://${stack.bucket.name}/images/../posts/a.csv`]: 'refused',
      [`s3://${stack.bucket.name}/datasets/images/dt=2026-01-01/part-00-of-01.parquet`]: 'refused',
      [`s3://${stack.bucket.name}/images/huge.jpg`]: 'too_large_file',
      [`s3://${stack.bucket.name}/images/${hostile}`]: null,
    })
    expect(proxy.count({ operation: 'GetObject' })).toBe(2)
  })
})

import { expect, test } from '@jest/globals'
import { describeWorker, expectAllMeasured, seed } from './all-measured.ts'
import { drawPhotos, uploadAll } from './photos.ts'
import { byKey, shardRows } from './rows.ts'
import { runWorker } from './worker-process.ts'

describeWorker('a worker whose S3 has a bad day', (given) => {
  test('S3 that refuses, dawdles and breaks off in the middle costs time and no image', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(120, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    const get = { service: 's3', operation: 'GetObject', key: /^images\// }
    const rules = [
      proxy.fault({ match: get, fault: { kind: 'answer', status: 503, code: 'SlowDown' }, probability: 0.2 }),
      proxy.fault({ match: get, fault: { kind: 'cut', at: 0.5 }, probability: 0.1 }),
      proxy.fault({ match: get, fault: { kind: 'delay', least: 100, most: 1500 }, probability: 0.1 }),
      proxy.fault({ match: get, fault: { kind: 'drop' }, probability: 0.05 }),
    ]

    await runWorker({ ...setup, environment })

    for (const rule of rules) expect(rule.struck()).toBeGreaterThan(0)
    await expectAllMeasured(stack, photos)
  })

  test('an image that S3 never gives is a row that says so, and can be tried again', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(3, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    proxy.fault({
      match: { operation: 'GetObject', key: /0001\.jpg$/ },
      fault: { kind: 'answer', status: 503, code: 'SlowDown' },
    })

    await runWorker({ ...setup, environment })

    const groups = byKey(await shardRows(stack.bucket))
    expect(groups.get('photo/0001.jpg')?.[0]).toMatchObject({ status: 'error', error_code: 'unavailable' })
    expect([...groups.keys()].sort()).toEqual([...photos.keys()])
  })

  test('shards whose answer was lost, that conflict or are refused for a while are stored once', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(80, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    const put = { service: 's3', operation: 'PutObject', key: /^shards\// }
    const lost = proxy.fault({ match: put, fault: { kind: 'lost-answer', as: 'break' }, timesPerKey: 1, times: 2 })
    const error = proxy.fault({ match: put, fault: { kind: 'lost-answer', as: 'error' }, timesPerKey: 1, times: 2 })
    const conflict = proxy.fault({
      match: put,
      fault: { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' },
      timesPerKey: 1,
      times: 2,
    })

    await runWorker({ ...setup, environment, sizes: { shardImages: 10 } })

    for (const rule of [lost, error, conflict]) expect(rule.struck()).toBeGreaterThan(0)
    expect(await shardRows(stack.bucket)).toHaveLength(80)
    await expectAllMeasured(stack, photos)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { letterboxer } from '../../src/vision/letterbox.ts'
import { openVision } from '../../src/vision/open.ts'
import { openBatch } from '../../src/vision/open-batch.ts'
import { openSession } from '../../src/vision/session.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { bothWays, largestDifference } from './both-ways.ts'

const cpu = { device: 'cpu', threads: 1 } as const

describeWithShared('the models at hand', (shared) => {
  const path = (file: string) => join(shared, 'models', file)
  const photos = ['coco/images/000000000139.jpg', 'coco/images/000000000285.jpg', 'coco/images/000000000632.jpg']

  test.each([
    ['yolox_nano.onnx', 416],
    ['yunet_n_640_640.onnx', 640],
  ])('%s, made for one picture, gives for three at once what it gives for each', async (file, side) => {
    const letterbox = letterboxer({ width: side, height: side }, 114)
    const inputs: Float32Array[] = []
    for (const photo of photos) {
      letterbox.write(await decode(readFileSync(join(shared, 'data', photo)), defaultDecodeOptions))
      inputs.push(Float32Array.from(letterbox.tensor))
    }

    const { together, alone } = await bothWays(path(file), inputs, [3, side, side])

    expect(Object.keys(together)).toEqual(Object.keys(alone))
    expect(openBatch(readFileSync(path(file))).kind).toBe('opened')
    expect(largestDifference(together, alone)).toBeLessThan(1e-4)
  })

  test.each([
    ['fastestdet.onnx', 'Reshape (Reshape_13): a shape of 24 x 2 x 1936 folds the batch'],
    ['ultraface_rfb_320.onnx', 'Shape: it is not known to treat pictures apart'],
  ])('%s folds its batch: pictures go one by one, and it is said why', async (file, why) => {
    const opened = await openSession(path(file), { ...cpu, batch: 4 })

    expect(openBatch(readFileSync(path(file)))).toEqual({ kind: 'one by one', why })
    expect(opened.takesBatches).toBe(false)
    await opened.close()
  })

  test('vision says which model sees pictures one by one, where several were to be seen at once', async () => {
    const own = { task: 'objects', adapter: 'yolox', sha256: '', inputSize: 320, labels: ['face'] } as const
    const models = [{ ...own, name: 'mine', path: path('ultraface_rfb_320.onnx') }]
    const [one, several] = [await openVision({ models, ...cpu }), await openVision({ models, ...cpu, batch: 8 })]

    expect(one.oneByOne).toEqual([])
    expect(several.oneByOne).toEqual([
      'the model mine sees pictures one by one: Shape: it is not known to treat pictures apart',
    ])
    await one.close()
    await several.close()
  })

  test('a model that is open already stays as it is', () => {
    const bytes = readFileSync(path('yunet_n_dynamic.onnx'))

    expect(openBatch(bytes)).toEqual({ kind: 'open', bytes })
  })
})

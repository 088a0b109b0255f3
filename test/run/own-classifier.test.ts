import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { floats, int, message, model, node, value } from '../vision/onnx-writer.ts'
import { ask, drawPictures, limelight, remove, runInfo, temporaryFolder } from './cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 24)
})
afterAll(() => remove(folder))

/** A classifier of 8 x 8 px, whose features are the means of red, green and blue. */
function tinyClassifier(): Uint8Array {
  const nodes = [
    node('GlobalAveragePool', ['images'], 'pooled'),
    node('Flatten', ['pooled'], 'means', [int('axis', 1)]),
    node('Gemm', ['means', 'weights'], 'classes'),
  ]
  return model([
    ...nodes.flatMap((bytes) => message(1, bytes)),
    ...message(5, floats('weights', { shape: [3, 2], values: [1, -1, 1, -1, 1, -1] })),
    ...message(11, value('images', [1, 3, 8, 8])),
    ...message(12, value('classes', [1, 2])),
  ])
}

test('what a user’s classifier sees in each picture is stored, and is what pictures are compared by', async () => {
  const bytes = tinyClassifier()
  await writeFile(join(folder, 'mine.onnx'), bytes)
  const mine = { name: 'mine', task: 'classes', adapter: 'imagenet', path: 'mine.onnx', licence: 'MIT' }
  const models = [{ ...mine, sha256: sha256(bytes), inputSize: 8, labels: ['bright', 'dark'] }]
  await writeFile(join(folder, 'c.json'), JSON.stringify({ tasks: ['classes'], report: false, models }))
  const out = join(folder, 'out')
  const run = () => limelight(['run', join(folder, 'pictures'), '--config', join(folder, 'c.json'), '--out', out])

  expect(await run()).toMatchObject({ code: 0 })
  const compared = await limelight(['corpus', out])
  const again = await run()

  expect(
    await ask(out, 'SELECT DISTINCT detection_id, model, model_sha256, LEN(vector) AS size FROM embeddings'),
  ).toEqual([{ detection_id: null, model: 'mine', model_sha256: sha256(bytes), size: 3 }])
  const [odd] = await ask<{ n: number }>(
    out,
    'SELECT COUNT(*) AS n FROM embeddings WHERE ABS(list_inner_product(vector, vector) - 1) > 1e-5',
  )
  expect(odd?.n).toBe(0)
  expect(compared).toMatchObject({ code: 0, stdout: expect.stringContaining('compared by            embedding mine') })
  expect(again).toMatchObject({ code: 0 })
  expect((await runInfo(out)).corpus).toMatchObject({ vector: 'embedding mine', images: 24 })
})

test.each(['1', '51', '2.5', 'many'])('%s clusters are refused', async (count) => {
  const ended = await limelight(['corpus', join(folder, 'nowhere'), '--clusters', count])

  expect(ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${count} is not a whole number from 2 to 50`),
  })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { floats, longs, message, model, node, value } from '../vision/onnx-writer.ts'
import { ask, drawPictures, limelight, remove, runInfo, temporaryFolder } from './cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 6)
})
afterAll(() => remove(folder))

/** A detector of 32 x 32 px for one picture, that is never sure: 21 anchors of 5 numbers and one class, taken from the picture through `shape`. */
function tinyDetector(shape: number[], axis: number): Uint8Array {
  const nodes = [
    node('Mul', ['images', 'dark'], 'dimmed'),
    node('Reshape', ['dimmed', 'flat'], 'row'),
    node('Slice', ['row', 'from', 'end', 'axes'], 'some'),
    node('Reshape', ['some', 'anchors'], 'output'),
  ]
  const constants = [
    floats('dark', { shape: [], values: [1e-4] }),
    longs('flat', shape),
    longs('from', [0]),
    longs('end', [126]),
    longs('axes', [axis]),
    longs('anchors', [1, 21, 6]),
  ]
  return model([
    ...nodes.flatMap((bytes) => message(1, bytes)),
    ...constants.flatMap((bytes) => message(5, bytes)),
    ...message(11, value('images', [1, 3, 32, 32])),
    ...message(12, value('output', [1, 21, 6])),
  ])
}

test.each([
  ['opened', tinyDetector([1, 3072], 1), []],
  [
    'folded',
    tinyDetector([3072], 0),
    ['the model mine sees pictures one by one: Reshape: a shape of 3072 folds the batch'],
  ],
])(
  'a model whose batch is %s measures all pictures, and run.json says if it was one by one',
  async (name, bytes, notes) => {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'mine.onnx'), bytes)
    const mine = {
      name: 'mine',
      task: 'objects',
      adapter: 'yolox',
      path: 'mine.onnx',
      sha256: sha256(bytes),
      licence: 'MIT',
    }
    const models = [{ ...mine, inputSize: 32, labels: ['thing'] }]
    await writeFile(
      join(folder, name, 'c.json'),
      JSON.stringify({ tasks: ['objects'], report: false, batch: 4, models }),
    )
    const out = join(folder, name, 'out')

    const ended = await limelight([
      'run',
      join(folder, 'pictures'),
      '--config',
      join(folder, name, 'c.json'),
      '--out',
      out,
    ])

    expect(ended).toMatchObject({ code: 0 })
    expect(await ask(out, `SELECT count(*) AS n FROM images WHERE status = 'ok' AND len(top_objects) = 0`)).toEqual([
      { n: 6 },
    ])
    const { sources } = await runInfo(out)
    expect(sources[0]?.notes).toEqual(notes)
  },
)

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { openLogoEmbedding } from '../../src/vision/logo-embedding.ts'
import { longs, message, model, node, value } from './onnx-writer.ts'
import { tinyEmbedding, tinySide } from './tiny-embedding.ts'

const folder = mkdtempSync(join(tmpdir(), 'limelight-embedding-'))
afterAll(() => rmSync(folder, { recursive: true }))

const picture = { width: 64, height: 48, rgb: Uint8Array.from({ length: 3 * 64 * 48 }, (_, at) => (at * 7919) % 251) }
const boxes = Array.from({ length: 6 }, (_, at) => ({ x1: 8 * at, y1: at, x2: 8 * at + 20, y2: at + 30 }))

async function vectorsOf(name: string, bytes: Uint8Array, inputSize: number): Promise<number[][]> {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const entry = {
    task: 'logos',
    name,
    adapter: 'logo-embedding',
    path,
    sha256: '',
    inputSize,
    labels: ['logo'],
  } as const
  const embedding = await openLogoEmbedding(entry, { device: 'cpu', threads: 1 })
  const vectors = await embedding.embed(picture, boxes)
  await embedding.close()
  return vectors.map((vector) => [...vector])
}

test('a model that was made for one crop gives each crop the vector that it gives in batches', async () => {
  const open = await vectorsOf('open', tinyEmbedding(), tinySide)

  expect(await vectorsOf('fixed', tinyEmbedding(1), tinySide)).toEqual(open)
  expect(new Set(open.map(String)).size).toBe(boxes.length)
})

test('one whose batch can not be opened is shown one crop after another', async () => {
  const layers = [
    node('GlobalMaxPool', ['crops'], 'most'),
    node('Squeeze', ['most'], 'flat'),
    node('Unsqueeze', ['flat', 'axes'], 'embedding'),
  ]
  const axes = longs('axes', [0])
  const folds = model([
    ...layers.flatMap((bytes) => message(1, bytes)),
    ...message(5, axes),
    ...message(11, value('crops', [1, 3, 8, 8])),
    ...message(12, value('embedding', [1, 3])),
  ])

  const vectors = await vectorsOf('folds', folds, 8)

  expect(vectors.map(({ length }) => length)).toEqual(boxes.map(() => 3))
})

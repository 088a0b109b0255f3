import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { makeCorpus } from '../../src/corpus/make.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { UsageError } from '../../src/errors.ts'
import { seeded } from '../../src/random.ts'
import type { Row } from '../../src/variables/registry/index.ts'

let out = ''
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'limelight-corpus-'))
})
afterEach(() => rm(out, { recursive: true, force: true }))

/** Two kinds of images, dark and bright, each with an own hash; `more` changes the columns of some. */
function imagesOf(count: number, more: Record<number, Row> = {}): Row[] {
  const random = seeded(3)
  return Array.from({ length: count }, (_, i) => ({
    row_id: `row${String(i).padStart(4, '0')}`,
    uri: `/${i}.jpg`,
    key: `${i}.jpg`,
    status: 'ok',
    warnings: [],
    run_id: '1',
    pipeline_digest: 'd',
    width: 10,
    height: 10,
    bytes: 100,
    phash: Array.from({ length: 16 }, () => random.integer(16).toString(16)).join(''),
    brightness: (i % 2 ? 0.9 : 0.1) + random.between(-0.05, 0.05),
    contrast: (i % 2 ? 0.1 : 0.4) + random.between(-0.02, 0.02),
    ...more[i],
  }))
}

async function corpusRows(): Promise<Row[]> {
  const reader = await openDataset(out)
  try {
    return await reader.query<Row>('SELECT * FROM corpus ORDER BY row_id')
  } finally {
    reader.close()
  }
}

test('every measured image has one row; kinds are clusters, and one odd image is the least typical', async () => {
  const odd = { brightness: 0.99, contrast: 0 }
  await writeShard(out, 'images', [
    ...imagesOf(40, { 7: odd }),
    ...imagesOf(42, { 41: { status: 'error', phash: null, brightness: null } }).slice(40),
  ])

  const summary = await makeCorpus(out)
  const rows = await corpusRows()

  expect(rows.map(({ row_id }) => row_id)).toEqual(imagesOf(41).map(({ row_id }) => row_id))
  expect(summary).toMatchObject({ images: 41, groups: 0, vector: 'variables 2', clusters: [21, 20] })
  expect(rows.every(({ cluster }, i) => cluster === (i % 2 ? 2 : 1))).toBe(true)
  expect(Number(rows[7]?.typicality)).toBe(Math.min(...rows.map(({ typicality }) => Number(typicality))))
  expect(Math.max(...rows.map(({ typicality }) => Number(typicality)))).toBe(1)
})

test('of near-duplicates the one with the most pixels stands for all', async () => {
  const near = { phash: '0000000000000000' }
  const more = { 3: near, 8: { phash: '000000000000001f', width: 20 }, 20: { phash: '0000000000000001' } }
  await writeShard(out, 'images', imagesOf(25, more))

  expect(await makeCorpus(out)).toMatchObject({ groups: 1, grouped: 3 })
  const rows = await corpusRows()

  expect(rows.flatMap(({ duplicate_group }, i) => (duplicate_group === 1 ? [i] : []))).toEqual([3, 8, 20])
  expect(rows.flatMap(({ representative }, i) => (representative ? [] : [i]))).toEqual([3, 20])
})

test('embeddings of whole images are compared by their angle where nearly all have one', async () => {
  await writeShard(out, 'images', imagesOf(30))
  const vectors = imagesOf(29).map(({ row_id }, i) => ({
    row_id: row_id as string,
    detection_id: null,
    model: 'm',
    vector: i === 4 ? [0, 0, 5] : [1 + i, 0.01 * i, 0],
  }))
  await writeShard(out, 'embeddings', vectors)

  await makeCorpus(out)
  const rows = await corpusRows()

  expect(rows.map(({ vector }) => vector)).toEqual(rows.map(() => 'embedding m'))
  expect(rows[29]).toMatchObject({ typicality: null, corpus_distance: null, cluster: null })
  expect(Number(rows[4]?.typicality)).toBeCloseTo(1 / 29, 9)
  expect(Number(rows[4]?.corpus_distance)).toBeGreaterThan(0.9)
})

test('vectors of two files of one name are not compared with each other', async () => {
  await writeShard(out, 'images', imagesOf(30))
  const vectorsOf = (from: number, to: number, model_sha256: string) =>
    imagesOf(30)
      .slice(from, to)
      .map(({ row_id = null }, i) => ({ row_id, detection_id: null, model: 'm', model_sha256, vector: [1 + i, 2, 3] }))

  await writeShard(out, 'embeddings', [...vectorsOf(0, 15, 'a'.repeat(64)), ...vectorsOf(15, 30, 'b'.repeat(64))])
  const mixed = await makeCorpus(out)
  await rm(join(out, 'embeddings'), { recursive: true })
  await writeShard(out, 'embeddings', [...vectorsOf(0, 2, 'a'.repeat(64)), ...vectorsOf(2, 30, 'b'.repeat(64))])
  const nearlyOne = await makeCorpus(out)

  expect(mixed.vector).toBe('variables 2')
  expect(nearlyOne.vector).toBe('embedding m')
  expect((await corpusRows()).flatMap(({ typicality }, i) => (typicality === null ? [i] : []))).toEqual([0, 1])
})

test('an image with many like it has near neighbours, one in the middle of nothing has not', async () => {
  // Two kinds far apart, and one image between them: nearest to the mean, and like no other.
  const between = { brightness: 0.5, contrast: 0.25 }
  await writeShard(out, 'images', imagesOf(41, { 7: between }))

  await makeCorpus(out)
  const rows = await corpusRows()

  const far = rows.map(({ neighbour_distance }) => Number(neighbour_distance))
  expect(rows[7]).toMatchObject({ typicality: 1 })
  expect(far[7]).toBe(Math.max(...far))
})

test('copies of an image are no neighbours of it', async () => {
  const same = { phash: '0000000000000000', brightness: 0.9, contrast: 0.9 }
  await writeShard(out, 'images', imagesOf(30, { 3: same, 5: same, 9: { ...same, width: 20 } }))

  await makeCorpus(out)
  const rows = await corpusRows()

  const ofCopies = [3, 5, 9].map((i) => Number(rows[i]?.neighbour_distance))
  expect(new Set(ofCopies).size).toBe(1)
  expect(ofCopies[0]).toBe(Math.max(...rows.map(({ neighbour_distance }) => Number(neighbour_distance))))
})

test('run.json, where there is one, says how images were compared', async () => {
  await writeShard(out, 'images', imagesOf(40))
  await writeFile(join(out, 'run.json'), '{"run_id": "r"}')

  const { file: _, groups: __, grouped: ___, ...found } = await makeCorpus(out, { clusters: 4 })

  expect(JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))).toEqual({ run_id: 'r', corpus: found })
  expect(found).toMatchObject({ vector: 'variables 2', images: 40, clusters_by: 'given' })
  expect(found.clusters).toHaveLength(4)
})

test('made again it replaces what was there; few images have no clusters, none is an error', async () => {
  await expect(makeCorpus(out)).rejects.toThrow(UsageError)
  await writeShard(out, 'images', imagesOf(5))

  expect(await makeCorpus(out)).toMatchObject({ images: 5, clusters: [], silhouette: null })
  expect(await makeCorpus(out)).toMatchObject({ images: 5 })
  expect(await corpusRows()).toHaveLength(5)
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readEnvironment } from '../../src/environment.ts'
import type { Box } from '../../src/image/box.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'
import { alike, batchSizes, runEach } from '../../src/vision/batch.ts'
import type { Sight } from '../../src/vision/detection.ts'
import { openVision, type Vision } from '../../src/vision/open.ts'
import type { ModelSession } from '../../src/vision/session.ts'
import { resolveModels } from '../../src/vision/zoo.ts'
import { describeWithShared } from '../evaluation-material.ts'

test('inputs go in batches of few sizes, none larger than asked, none left out', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 40 }), (count, most) => {
      const sizes = batchSizes(count, most)

      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
      for (const size of sizes) expect(size <= most && Number.isInteger(Math.log2(size))).toBe(true)
    }),
  )
  expect(batchSizes(23, 8)).toEqual([8, 8, 4, 2, 1])
})

test('inputs of one size are a group', () => {
  const [a, b] = [
    { width: 1, height: 23 },
    { width: 12, height: 3 },
  ]

  expect(alike([a, b, a, { ...b }])).toEqual([
    [0, 2],
    [1, 3],
  ])
})

test.each([
  [true, [4, 1]],
  [false, [1, 1, 1, 1, 1]],
])('every input gets its own outputs; batch dimension open: %p', async (takesBatches, expected) => {
  const runs: number[] = []
  const doubling: ModelSession = {
    takesBatches,
    async run(data, [size = 0]) {
      runs.push(size)
      return { twice: data.map((value) => 2 * value), first: data.filter((_, at) => at % 2 === 0) }
    },
    close: async () => {},
  }
  // Overwritten for each input, as a letterbox does.
  const planes = new Float32Array(2)
  const write = (index: number) => {
    planes.set([index, index + 0.5])
    return planes
  }
  const read: unknown[] = []

  await runEach(doubling, { count: 5, shape: [1, 1, 2], write }, 4, (index, { twice = [], first = [] }) => {
    read[index] = [...twice, ...first]
  })

  expect(read).toEqual([0, 1, 2, 3, 4].map((index) => [2 * index, 2 * index + 1, index]))
  expect(runs).toEqual(expected)
})

describeWithShared('in batches', (shared) => {
  let photos: Picture[]
  let oneByOne: Vision
  let batched: Vision

  beforeAll(async () => {
    const folders = [join(shared, 'data/coco/images'), join(shared, 'data/instaloader/taylorswift')]
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.jpg'))
        .slice(0, 2)
        .map((name) => join(folder, name)),
    )
    photos = await Promise.all(
      files.map((file) => decode(readFileSync(file), { ...defaultDecodeOptions, analysisSize: 640 })),
    )
    const environment = { ...readEnvironment({}), modelsFolder: join(shared, 'models') }
    const { models } = await resolveModels(['objects', 'faces', 'text'], environment)
    oneByOne = await openVision({ models, device: 'cpu', threads: 1 })
    batched = await openVision({ models, device: 'cpu', threads: 1, batch: 4 })
  })
  afterAll(async () => {
    await oneByOne.close()
    await batched.close()
  })

  test('models see what they see one by one: the same labels, text and boxes', async () => {
    const alone: Sight[] = []
    for (const photo of photos) alone.push(await oneByOne.see(photo))

    const together = await batched.seeAll(photos)

    expect(alone.flatMap(({ text }) => text ?? []).length).toBeGreaterThan(0)
    expect(alone.flatMap(({ objects }) => objects ?? []).length).toBeGreaterThan(0)
    expect(alone.flatMap(({ faces }) => faces ?? []).length).toBeGreaterThan(0)
    expect(batched.oneByOne).toEqual([])
    expect(together.map(says)).toEqual(alone.map(says))
    expect(difference(together.flatMap(numbers), alone.flatMap(numbers))).toBeLessThan(1e-4)
    expect(difference(together.flatMap(edges), alone.flatMap(edges))).toBeLessThan(0.01)
  })
})

const all = ({ objects, faces, text }: Sight) => [...(objects ?? []), ...(faces ?? []), ...(text ?? [])]
const says = (sight: Sight) => all(sight).map((found) => ('text' in found ? found.text : found.label))
const numbers = (sight: Sight) => all(sight).map(({ score }) => score)
const edges = (sight: Sight) => all(sight).flatMap(({ box: { x1, y1, x2, y2 } }: { box: Box }) => [x1, y1, x2, y2])

function difference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN))))
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/environment.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'
import { chooseDevice } from '../../src/vision/device.ts'
import { largestSideNeeded, openVision, type Vision } from '../../src/vision/open.ts'
import { type ResolvedModel, resolveModels } from '../../src/vision/zoo.ts'
import { describeWithShared } from '../evaluation-material.ts'

test('a run of text alone decodes pictures at full analysis size, one of objects no larger than their model', () => {
  expect(largestSideNeeded(['text', 'objects'])).toBeNull()
  expect(largestSideNeeded(['objects'])).toBe(416)
  expect(largestSideNeeded(['objects', 'faces'])).toBe(640)
  expect(largestSideNeeded([])).toBe(0)
})

describeWithShared('vision', (shared) => {
  let models: ResolvedModel[]
  let vision: Vision
  const picture = async (...path: string[]): Promise<Picture> =>
    decode(readFileSync(join(shared, 'data', ...path)), defaultDecodeOptions)

  beforeAll(async () => {
    const environment = { ...readEnvironment({}), modelsFolder: join(shared, 'models') }
    models = (await resolveModels(['objects', 'faces', 'classes'], environment)).models
    vision = await openVision({ models, device: 'cpu', threads: 1 })
  })
  afterAll(() => vision.close())

  test('a task that was not asked for is null, not empty', async () => {
    const sight = await vision.see(await picture('coco', 'images', '000000000285.jpg'))

    expect(sight.text).toBeNull()
    expect(sight.faces).not.toBeNull()
  })

  test('the whole picture has the classes that torchvision gives', async () => {
    const bear = await vision.see(await picture('coco', 'images', '000000000285.jpg'))
    const zebra = await vision.see(await picture('coco', 'images', '000000001818.jpg'))

    expect(bear.classes?.map(({ label }) => label)).toContain('brown bear')
    expect(bear.classes).toHaveLength(5)
    expect(bear.classes?.[0]?.score).toBeGreaterThan(0.5)
    expect(zebra.classes?.[0]).toMatchObject({ label: 'zebra' })
  })

  test('portraits of celebrities have a face, inside a person', async () => {
    const folder = join(shared, 'data', 'instaloader', 'taylorswift')
    const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'))

    const sights = []
    for (const name of names) sights.push(await vision.see(await picture('instaloader', 'taylorswift', name)))

    const withFace = sights.filter(({ faces }) => (faces?.length ?? 0) > 0)
    expect(withFace.length / sights.length).toBeGreaterThanOrEqual(0.8)
    for (const { faces } of withFace) {
      for (const { box, score, label } of faces ?? []) {
        expect(label).toBe('face')
        expect(score).toBeGreaterThanOrEqual(0.6)
        expect((box.x2 - box.x1) / (box.y2 - box.y1)).toBeGreaterThan(0.4)
        expect((box.x2 - box.x1) / (box.y2 - box.y1)).toBeLessThan(1.6)
      }
    }
  })

  test('a picture that was made smaller has its boxes in pixels of the original', async () => {
    const bytes = readFileSync(join(shared, 'data', 'coco', 'images', '000000000285.jpg'))
    const full = await vision.see(await decode(bytes, defaultDecodeOptions))
    const half = await vision.see(await decode(bytes, { ...defaultDecodeOptions, analysisSize: 420 }))

    const [a, b] = [full.objects?.[0], half.objects?.[0]]
    expect(b?.label).toBe(a?.label)
    expect(Math.abs((b?.box.x2 ?? 0) - (a?.box.x2 ?? 1e9))).toBeLessThan(15)
    expect(Math.abs((b?.box.y2 ?? 0) - (a?.box.y2 ?? 1e9))).toBeLessThan(15)
  })

  test('pictures given at once are seen as one after another', async () => {
    const [bear, zebra] = [
      await picture('coco', 'images', '000000000285.jpg'),
      await picture('coco', 'images', '000000001818.jpg'),
    ]
    const alone = [await vision.see(bear), await vision.see(zebra)]

    const together = await Promise.all([vision.see(bear), vision.see(zebra)])

    expect(together).toEqual(alone)
  })

  test('a device that was named and does not work is an error that says what to do', async () => {
    await expect(chooseDevice('cuda', models, 1)).rejects.toThrow(/--device cuda does not work.*--device cpu/)
  })

  test('auto finds a device that works', async () => {
    expect(['cpu', 'webgpu', 'cuda']).toContain(await chooseDevice('auto', models, 1))
  })
})

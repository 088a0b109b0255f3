import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/environment.ts'
import { iou } from '../../src/image/box.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'
import { coco80 } from '../../src/vision/labels.ts'
import { type Detector, openObjects } from '../../src/vision/objects.ts'
import { resolveModels } from '../../src/vision/zoo.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { type Found, groupedBy, meanAveragePrecision, type Truth } from './average-precision.ts'

interface Golden {
  _meta: { mAP: Record<string, { mAP50_95: number; detections: number }> }
  detections: { file: string; name: string; score: number; xyxy: [number, number, number, number] }[]
}

describeWithShared('objects on COCO photos', (shared) => {
  const photos = join(shared, 'data', 'coco', 'images')
  const options = { device: 'cpu' as const, threads: 1 }
  const picture = async (name: string): Promise<Picture> =>
    decode(readFileSync(join(photos, name)), { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' })
  let golden: Golden
  let usual: Detector
  let thorough: Detector

  beforeAll(async () => {
    golden = JSON.parse(readFileSync(join(shared, 'golden', 'golden_yolox_coco128.json'), 'utf8'))
    const environment = { ...readEnvironment({}), modelsFolder: join(shared, 'models') }
    const [model] = (await resolveModels(['objects'], environment)).models
    if (!model) throw new Error('yolox-nano is not in ../shared/models')
    usual = await openObjects(model, { ...options, objectScore: 0.3, objectOverlap: 0.45 })
    thorough = await openObjects(model, { ...options, objectScore: 0.001, objectOverlap: 0.65 })
  })

  afterAll(async () => {
    await usual.close()
    await thorough.close()
  })

  test('99 % of the boxes that OpenCV and onnxruntime find are found within 1 px, and no others', async () => {
    const expected = groupedBy(golden.detections, ({ file }) => basename(file))
    const distances: number[] = []
    let found = 0

    for (const [name, wanted] of expected) {
      const boxes = await usual.find(await picture(name))
      found += boxes.length
      for (const { name: label, score, xyxy } of wanted) {
        const [x1, y1, x2, y2] = xyxy
        const same = boxes.filter((b) => b.label === label && Math.abs(b.score - score) < 0.01)
        const nearest = same.toSorted((a, b) => iou(b.box, { x1, y1, x2, y2 }) - iou(a.box, { x1, y1, x2, y2 }))[0]
        const box = nearest?.box ?? { x1: 1e9, y1: 0, x2: 0, y2: 0 }
        const edges = [box.x1 - x1, box.y1 - y1, box.x2 - x2, box.y2 - y2]
        distances.push(Math.max(...edges.map(Math.abs)))
      }
    }

    const near = distances.filter((distance) => distance <= 1).length / distances.length
    expect(distances.length).toBe(golden.detections.length)
    expect(near).toBeGreaterThanOrEqual(0.99)
    expect(Math.abs(found - golden.detections.length)).toBeLessThanOrEqual(2)
  })

  test('mAP over all photos is that of the same weights in OpenCV and onnxruntime', async () => {
    const wanted = golden._meta.mAP['score>=0.001, NMS 0.65']
    const truths: Truth[] = []
    const found: Found[] = []

    for (const name of readdirSync(photos)) {
      const photo = await picture(name)
      truths.push(...truthOf(join(photos, '..', 'labels'), name, photo))
      for (const detection of await thorough.find(photo)) found.push({ ...detection, image: name })
    }

    expect(truths.length).toBe(898)
    expect(Math.abs(meanAveragePrecision(truths, found) - (wanted?.mAP50_95 ?? 0))).toBeLessThan(0.005)
  })
})

function truthOf(folder: string, image: string, { width, height }: Picture): Truth[] {
  const lines = readFileSync(join(folder, image.replace('.jpg', '.txt')), 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
  return lines.map((line) => {
    const [label = 0, x = 0, y = 0, w = 0, h = 0] = line.split(' ').map(Number)
    const box = {
      x1: (x - w / 2) * width,
      y1: (y - h / 2) * height,
      x2: (x + w / 2) * width,
      y2: (y + h / 2) * height,
    }
    return { image, label: coco80[label] ?? '', box }
  })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { flickrlogos } from '../../bench/recognition/flickrlogos.ts'
import { type Measured, measureProtocol } from '../../bench/recognition/measure.ts'
import { parts } from '../../bench/recognition/protocol.ts'
import { measuresOf } from '../../src/evaluate/measures.ts'
import { describeWithShared } from '../evaluation-material.ts'

/**
 * What recognition has reached, less what chance may take on another machine: two photos of a kind. Numbers may only be made
 * stricter; README has those of all photos (`npm run bench -- brands`).
 */
const reached = { found: 12, boxes: 16, falseAlarms: 1, wrongBrand: 1 }

/** Every third query photo and negative, every twelfth boxed photo: some 20 seconds of CPU time. */
const steps = { query: 3, negative: 3, boxed: 12, coco: 12 }

describeWithShared('recognition is as good as it was', (shared) => {
  let folder = ''
  let measured: Measured
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limelight-reached-'))
    const protocol = await flickrlogos(shared, join(folder, 'references'))
    const photos = parts.flatMap((part) => {
      const own = protocol.photos.filter((photo) => photo.part === part)
      return own.filter((_, i) => i % steps[part] === 0)
    })
    measured = await measureProtocol({ ...protocol, photos }, { folder, args: ['--tasks', 'text'] })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('finds brands in as many query photos', () => {
    const { image_recall } = measuresOf(measured.photos.query)

    expect(image_recall.of).toBe(22)
    expect(image_recall.count).toBeGreaterThanOrEqual(reached.found)
  })

  test('names no more brands that are not there', () => {
    const { photos } = measured

    expect(measuresOf([...photos.negative, ...photos.coco]).false_alarms.count).toBeLessThanOrEqual(reached.falseAlarms)
    expect(measuresOf(photos.query).wrong_brand.count).toBeLessThanOrEqual(reached.wrongBrand)
  })

  test('finds as many boxes', () => {
    const { box_recall } = measuresOf(measured.photos.boxed)

    expect(box_recall['0.5'].of).toBe(30)
    expect(box_recall['0.5'].count).toBeGreaterThanOrEqual(reached.boxes)
  })
})

/** The stage `shapes` alone: all query photos and negatives, as they take little without reading. */
const reachedByShapes = { found: 14, falseAlarms: 3, wrongBrand: 3 }

describeWithShared('plain symbols are recognised by their shape as they were', (shared) => {
  let folder = ''
  let measured: Measured
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limelight-reached-'))
    const protocol = await flickrlogos(shared, join(folder, 'references'))
    const photos = protocol.photos.filter(({ part }) => part === 'query' || part === 'negative')
    const args = ['--tasks', 'none', '--stages', 'shapes']
    measured = await measureProtocol({ ...protocol, photos }, { folder, args })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('in as many query photos, and no more where it is not', () => {
    const { photos } = measured
    const { image_recall, wrong_brand } = measuresOf(photos.query)

    expect(image_recall.of).toBe(65)
    expect(image_recall.count).toBeGreaterThanOrEqual(reachedByShapes.found)
    expect(wrong_brand.count).toBeLessThanOrEqual(reachedByShapes.wrongBrand)
    expect(measuresOf(photos.negative).false_alarms.count).toBeLessThanOrEqual(reachedByShapes.falseAlarms)
  })
})

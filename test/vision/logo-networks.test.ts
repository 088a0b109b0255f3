import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { sha256 } from '../../src/hash.ts'
import { type Box, iou } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { type LogoDetector, openLogoDetector } from '../../src/vision/logo-detector.ts'
import { type LogoEmbedding, openLogoEmbedding } from '../../src/vision/logo-embedding.ts'
import { openLogos } from '../../src/vision/logos.ts'
import { refusal } from '../../src/vision/onnx-file.ts'
import type { ResolvedModel } from '../../src/vision/zoo.ts'

const folder = join(process.cwd(), 'models')
const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'))
const cpu = { device: 'cpu', threads: 1 } as const

/** Brands whose icons the networks never saw (training/logonet/unseen_brands.py). */
const unseen = [
  'adidas',
  'apple',
  'bmw',
  'cocacola',
  'dhl',
  'ferrari',
  'mcdonalds',
  'nike',
  'porsche',
  'puma',
  'redbull',
]

describe('the networks in models/', () => {
  test('each has a card that names its SHA-256, size and licence, and all together have at most 20 MB', () => {
    let total = 0
    for (const name of names) {
      const bytes = readFileSync(join(folder, name))
      const card = readFileSync(join(folder, name.replace('.onnx', '.md')), 'utf8')
      total += bytes.length
      expect(card).toContain(sha256(bytes))
      expect(card.replaceAll(',', '')).toContain(`${bytes.length} bytes`)
      expect(card).toContain('Apache-2.0')
      expect(refusal(bytes)).toBeNull()
    }
    expect(names.sort()).toEqual(['logo-embedding.onnx', 'logo-regions.onnx'])
    expect(total).toBeLessThanOrEqual(20e6)
  })
})

describe('the embedding', () => {
  let embedding: LogoEmbedding
  beforeAll(async () => {
    embedding = await openLogoEmbedding(model('logo-embedding'), cpu)
  })
  afterAll(() => embedding.close())

  test('gives vectors of unit length, the same one by one and together', async () => {
    const { picture, boxes } = await sheet(unseen.slice(0, 5), { ground: '#e8e0d0', turn: 0 })

    const together = await embedding.embed(picture, boxes)
    const alone: Float32Array[] = []
    for (const box of boxes) alone.push(...(await embedding.embed(picture, [box])))

    for (const [i, vector] of together.entries()) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
      expect(dot(vector, alone[i] as Float32Array)).toBeCloseTo(1, 4)
    }
  })

  test('tells brands apart that it never saw, when they are turned and on another ground', async () => {
    const references = await sheet(unseen, { ground: '#ffffff', turn: 0 })
    const views = await sheet(unseen, { ground: '#c9b458', turn: 9 })

    const known = await embedding.embed(references.picture, references.boxes)
    const seen = await embedding.embed(views.picture, views.boxes)

    const right = seen.filter((vector, i) => {
      const likeness = known.map((reference) => dot(vector, reference))
      return likeness.indexOf(Math.max(...likeness)) === i
    })
    expect(right.length).toBeGreaterThanOrEqual(unseen.length - 1)
  })
})

describe('the region network', () => {
  let detector: LogoDetector
  beforeAll(async () => {
    detector = await openLogoDetector(model('logo-regions'), cpu)
  })
  afterAll(() => detector.close())

  test('finds most logos that it never saw, one a picture, with boxes that fit', async () => {
    let hits = 0
    for (const slug of unseen) {
      const { picture, boxes } = await sheet([slug], { ground: '#e8e0d0', turn: 0 })
      const found = await detector.find(picture)
      if (found.some(({ box }) => iou(box, boxes[0] as Box) >= 0.5)) hits++
      expect(found.every(({ score }) => score > 0 && score <= 1)).toBe(true)
    }

    expect(hits).toBeGreaterThanOrEqual(7)
  })

  test('sees nothing sure on a plain ground', async () => {
    const { picture } = await sheet([], { ground: '#8899aa', turn: 0 })

    const found = await detector.find(picture)

    expect(found.filter(({ score }) => score > 0.5)).toEqual([])
  })
})

test('regions of several pictures at once are those of each alone, with the same vectors', async () => {
  const finder = await openLogos([model('logo-regions'), model('logo-embedding')], cpu)
  try {
    const seen = []
    for (const slugs of [unseen.slice(0, 2), [], unseen.slice(2, 5)]) {
      const { picture } = await sheet(slugs, { ground: '#e8e0d0', turn: 0 })
      seen.push({ picture, text: [] })
    }

    const together = await finder.findAll(seen)
    const alone = []
    for (const one of seen) alone.push(...(await finder.findAll([one])))

    expect(together.map((regions) => regions.map(({ box }) => box))).toEqual(
      alone.map((regions) => regions.map(({ box }) => box)),
    )
    expect(together.flat().length).toBeGreaterThan(3)
    for (const [i, { vector }] of together.flat().entries()) {
      expect(dot(vector, alone.flat()[i]?.vector as Float32Array)).toBeCloseTo(1, 4)
    }
  } finally {
    await finder.close()
  }
})

function model(name: 'logo-embedding' | 'logo-regions'): ResolvedModel {
  const path = join(folder, `${name}.onnx`)
  const hash = sha256(readFileSync(path))
  return {
    task: 'logos',
    name,
    adapter: name,
    path,
    sha256: hash,
    inputSize: name === 'logo-regions' ? 416 : 96,
    labels: [],
  }
}

/** Icons of the catalogue in a row of cells, 120 px each, and the boxes of their ink. */
async function sheet(
  slugs: readonly string[],
  { ground, turn }: { ground: string; turn: number },
): Promise<{ picture: Picture; boxes: Box[] }> {
  const [width, height] = [150 * 4, 150 * 3 + 7]
  const { resolve } = createRequire(import.meta.url)
  const boxes: Box[] = []
  // What decodes images, in other tests of this process, refuses drawings.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] })
  const layers = await Promise.all(
    slugs.map(async (slug, i) => {
      const svg = await sharp(resolve(`simple-icons/icons/${slug}.svg`), { density: 288 })
        .resize(110, 110, { fit: 'contain', background: '#0000' })
        .rotate(turn, { background: '#0000' })
        .png()
        .toBuffer()
      const { data, info } = await sharp(svg).trim({ threshold: 1 }).png().toBuffer({ resolveWithObject: true })
      const [left, top] = [150 * (i % 4) + 12, 150 * Math.floor(i / 4) + 12]
      boxes[i] = { x1: left, y1: top, x2: left + info.width, y2: top + info.height }
      return { input: data, left, top }
    }),
  )
  const rgb = await sharp({ create: { width, height, channels: 3, background: ground } })
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer()
  const original = { width, height, format: 'png', bytes: rgb.length }
  const picture = { width, height, rgb: new Uint8Array(rgb), original, scale: 1, warnings: [], capturedAt: null }
  return { picture, boxes }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
}

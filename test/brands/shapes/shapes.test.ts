import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Brand } from '../../../src/brands/brand.ts'
import type { Recogniser } from '../../../src/brands/recogniser.ts'
import { openRecognition } from '../../../src/brands/recognition.ts'
import { brandShapes } from '../../../src/brands/shapes/brand-shapes.ts'
import { photoOptions, shapesIn } from '../../../src/brands/shapes/picture-shapes.ts'
import { openShapes } from '../../../src/brands/shapes/shapes.ts'
import { iou } from '../../../src/image/box.ts'
import type { Sight, TextLine } from '../../../src/vision/detection.ts'
import { clutter, drawn } from '../features/pictures.ts'

const nothingSeen: Sight = { objects: null, faces: null, text: null, classes: null, logos: null, embedding: null }

/** Plain symbols of one colour, 100 x 100: nothing that local features or reading could hold on to. */
const drop = 'M50 2 C80 40 96 52 90 74 C84 100 58 92 50 70 C46 96 10 104 8 74 C4 50 34 40 50 2 Z'
const wave = 'M2 30 C30 -10 50 60 98 12 C86 60 60 80 40 62 C26 54 12 66 2 96 Z'

let folder = ''
let stage: Recogniser
let brands: Brand[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-shapes-'))
  brands = await brandsOf({ Drop: drop, Wave: wave, Dot: 'M50 5 A45 45 0 1 0 50 95 A45 45 0 1 0 50 5 Z' })
  stage = openShapes(await brandShapes(brands, { store: folder }, 0.02))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Brands whose logo is one path. */
async function brandsOf(paths: Record<string, string>): Promise<Brand[]> {
  return await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      const file = join(folder, `${name}.svg`)
      await writeFile(file, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path d="${path}"/></svg>`)
      const references = [{ path: file, box: null, colour: null }]
      return { name, aliases: [], handles: [], hashtags: [], references, threshold: null }
    }),
  )
}

const onWall = (transform: string, path: string, fill: string, ground = '#e8e4dc') =>
  drawn(
    600,
    450,
    `<rect width="600" height="450" fill="${ground}"/><g transform="${transform}"><path d="${path}" fill="${fill}"/></g>`,
  )

test.each([
  ['dark on light', 'translate(200 120) scale(2)', '#222', '#e8e4dc', { x1: 216, y1: 124, x2: 384, y2: 308 }],
  ['light on dark', 'translate(100 100) scale(1.2)', '#fff', '#203050', { x1: 110, y1: 102, x2: 211, y2: 213 }],
  ['by colour alone', 'translate(200 120) scale(2)', '#ff3b30', '#00a040', { x1: 216, y1: 124, x2: 384, y2: 308 }],
  ['as yellow on blue', 'translate(200 120) scale(2)', '#aa9600', '#8975ff', { x1: 216, y1: 124, x2: 384, y2: 308 }],
])('a plain symbol is found, %s, with a box that fits', async (_, transform, fill, ground, box) => {
  const [logo, ...others] = await stage.find(await onWall(transform, drop, fill, ground), nothingSeen)

  expect(others).toEqual([])
  expect(logo).toMatchObject({ brand: 'Drop', stage: 'shapes', label: 'shapes' })
  expect(logo?.score).toBeGreaterThan(0.98)
  expect(iou(logo?.box ?? box, box)).toBeGreaterThan(0.85)
})

test('turned and slanted, and two brands apart', async () => {
  const picture = await drawn(
    600,
    450,
    `<rect width="600" height="450" fill="#ddd"/>
     <g transform="translate(200 60) rotate(50) scale(1.5)"><path d="${drop}" fill="#333"/></g>
     <g transform="translate(360 240) skewX(-18) scale(1.6)"><path d="${wave}" fill="#a02020"/></g>`,
  )

  const found = await stage.find(picture, nothingSeen)

  expect(found.map(({ brand }) => brand).sort()).toEqual(['Drop', 'Wave'])
})

test('with a box of the original where the picture was made smaller', async () => {
  const picture = await onWall('translate(200 120) scale(2)', drop, '#222')

  const [logo] = await stage.find(
    { ...picture, scale: 0.5, original: { ...picture.original, width: 1200, height: 900 } },
    nothingSeen,
  )

  expect(logo?.box.x1).toBeCloseTo(432, -1)
  expect(logo?.box.y2).toBeCloseTo(616, -1)
})

test('a brand whose logo is a plain shape, as a dot, is never named', async () => {
  const dot = '<circle cx="300" cy="220" r="80" fill="#111"/>'

  const found = await stage.find(
    await drawn(600, 450, `<rect width="600" height="450" fill="#fff"/>${dot}`),
    nothingSeen,
  )

  expect(found).toEqual([])
})

test('nothing is found among leaves, nor in a mirror image', async () => {
  expect(await stage.find(await drawn(520, 400, clutter(520, 400, 9)), nothingSeen)).toEqual([])
  expect(await stage.find(await onWall('translate(400 120) scale(-2 2)', wave, '#222'), nothingSeen)).toEqual([])
})

test('of two brands with nearly the same shape the more alike one is named, with how much more alike it is', async () => {
  const both = await brandsOf({ Drip: drop.replace('96 52 90 74', '90 50 86 72'), Drop: drop })
  const [together, alone] = [both, both.slice(1)].map(async (some) =>
    openShapes(await brandShapes(some, { store: folder }, 0.02)),
  )
  const seen = await onWall('translate(200 120) scale(2)', drop, '#222')

  const [[named, ...others], [only]] = [
    (await (await together)?.find(seen, nothingSeen)) ?? [],
    (await (await alone)?.find(seen, nothingSeen)) ?? [],
  ]

  expect(others).toEqual([])
  expect(named?.brand).toBe('Drop')
  expect(named?.margin).toBeGreaterThan(0)
  expect(named?.margin).toBeLessThan(0.15)
  expect(only).toMatchObject({ brand: 'Drop', margin: null })
})

test('a threshold of the brand asks for more likeness, never for less', async () => {
  const withThreshold = async (threshold: number) => {
    const own = brands.map((brand) => ({ ...brand, threshold }))
    return openShapes(await brandShapes(own, { store: folder }, 0.02))
  }
  const [low, high] = [await withThreshold(0.3), await withThreshold(0.999)]
  const leaves = await drawn(520, 400, clutter(520, 400, 9))
  const seen = await onWall('translate(200 120) scale(2)', drop, '#222')

  expect(await low.find(leaves, nothingSeen)).toEqual([])
  expect(await low.find(seen, nothingSeen)).toEqual(await stage.find(seen, nothingSeen))
  expect(await high.find(seen, nothingSeen)).toEqual([])
})

test('in a strip shapes lie where they are, though its short side is rounded when it is made small', async () => {
  const strip = await drawn(
    125,
    3600,
    '<rect width="125" height="3600" fill="#e8e4dc"/><rect x="20" y="3200" width="80" height="200" fill="#222"/>',
  )

  const shapes = await shapesIn(strip, photoOptions)

  expect(shapes.length).toBeGreaterThan(0)
  for (const { box, centre } of shapes) {
    expect(Math.abs(box.y1 - 3200)).toBeLessThan(15)
    expect(Math.abs(centre.y - 3300)).toBeLessThan(10)
  }
})

test('shapes are looked at where the stages before found no brand', async () => {
  const recognition = await openRecognition({
    brands,
    stages: ['wordmark', 'shapes'],
    models: [],
    gallery: null,
    store: folder,
    falseAlarms: 0.02,
  })
  const picture = await onWall('translate(200 120) scale(2)', drop, '#222')
  const [a, b, c, d] = [
    { x: 10, y: 10 },
    { x: 110, y: 10 },
    { x: 110, y: 40 },
    { x: 10, y: 40 },
  ]
  const read = (text: string): Sight => ({
    ...nothingSeen,
    text: [
      { label: 'text', text, score: 1, quad: [a, b, c, d], box: { x1: 10, y1: 10, x2: 110, y2: 40 } },
    ] as TextLine[],
  })

  const [beside, alone] = [await recognition.find(picture, read('WAVE')), await recognition.find(picture, read('SALE'))]

  expect(beside.map(({ brand, stage: by }) => [brand, by])).toEqual([['Wave', 'wordmark']])
  expect(alone.map(({ brand, stage: by }) => [brand, by])).toEqual([['Drop', 'shapes']])
})

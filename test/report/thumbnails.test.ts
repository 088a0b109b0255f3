import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import type { Hidden } from '../../src/report/hidden-faces.ts'
import { cutOut, thumbnail } from '../../src/report/thumbnails.ts'

const width = 960
const height = 720
const face = { x1: 400, y1: 200, x2: 560, y2: 400 }
let folder = ''
let picture = ''
let stored = { row_id: 'r', uri: '', sha256: null }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-thumbnails-'))
  picture = join(folder, 'stripes.png')
  // Stripes 10 px wide: they stay in a thumbnail of half the size, and are gone where it is blurred.
  const stripes = Buffer.alloc(width * height * 3)
  for (let i = 0; i < stripes.length; i++)
    stripes[i] = Math.floor((Math.floor(i / 3) % width) / 10) % 2 === 0 ? 20 : 235
  await sharp(stripes, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(picture)
  stored = { ...stored, uri: picture }
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('nothing is opened that is no picture of the formats that are measured', async () => {
  const uri = join(folder, 'drawing.jpg')
  await writeFile(uri, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')

  const drawn = await thumbnail({ ...stored, uri }, access([]))

  expect(drawn).toEqual({ missing: expect.stringMatching(/can not be drawn \(.*unsupported image format/) })
})

describe('a thumbnail with something to hide', () => {
  test('has no detail where it is hidden, and is as it was elsewhere', async () => {
    const [plain, hidden] = [await pixelsOf([]), await pixelsOf([face])]

    expect(spread(plain, face)).toBeGreaterThan(80)
    expect(spread(hidden, face)).toBeLessThan(40)
    const beside = { x1: 0, y1: 0, x2: 300, y2: 720 }
    expect(Math.abs(spread(hidden, beside) - spread(plain, beside))).toBeLessThan(2)
  })

  test('hides what reaches over the edge, and has nothing to do for what lies outside', async () => {
    const edge = await pixelsOf([
      { x1: -50, y1: -50, x2: 150, y2: 150 },
      { x1: 2000, y1: 10, x2: 2100, y2: 60 },
    ])

    expect(spread(edge, { x1: 0, y1: 0, x2: 140, y2: 140 })).toBeLessThan(40)
  })

  test('is not drawn where it is not known what has to be hidden', async () => {
    const drawn = await thumbnail(stored, access(null))
    const cut = await cutOut(stored, access(null), { part: face, side: 100 })

    expect(drawn).toEqual({ missing: expect.stringMatching(/^faces were not looked for/) })
    expect(cut).toEqual(drawn)
  })
})

describe('a part that is cut out', () => {
  test('is as it was, but for what is hidden in it', async () => {
    const part = { x1: 300, y1: 150, x2: 700, y2: 450 }
    const greys = async (hidden: readonly Hidden[]) => {
      const cut = await cutOut(stored, access(hidden), { part, side: 400 })
      if (!('bytes' in cut)) throw new Error(cut.missing)
      return await sharp(cut.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
    }
    const [plain, hidden] = [await greys([]), await greys([face])]

    expect([plain.info.width, plain.info.height]).toEqual([400, 300])
    const inside = { x1: face.x1 - part.x1, y1: face.y1 - part.y1, x2: face.x2 - part.x1, y2: face.y2 - part.y1 }
    expect(spreadAt(plain, inside, 1)).toBeGreaterThan(80)
    expect(spreadAt(hidden, inside, 1)).toBeLessThan(40)
    const beside = { x1: 0, y1: 0, x2: 60, y2: 300 }
    expect(Math.abs(spreadAt(hidden, beside, 1) - spreadAt(plain, beside, 1))).toBeLessThan(2)
  })

  test('never reaches over the edge', async () => {
    const cut = await cutOut(stored, access([]), { part: { x1: 900, y1: -20, x2: 1200, y2: 90 }, side: 500 })

    expect('bytes' in cut && (await sharp(cut.bytes).metadata())).toMatchObject({ width: 60, height: 110 })
  })
})

async function pixelsOf(hidden: readonly Hidden[]) {
  const drawn = await thumbnail(stored, access(hidden))
  if (!('src' in drawn)) throw new Error(drawn.missing)
  const bytes = Buffer.from(drawn.src.split(',')[1] ?? '', 'base64')
  return await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
}

function access(hidden: readonly Hidden[] | null) {
  return { read: (uri: string) => readFile(uri), hide: async () => hidden }
}

/** Standard deviation of the greys in a part of the picture. */
function spread(pixels: Awaited<ReturnType<typeof pixelsOf>>, part: Hidden): number {
  return spreadAt(pixels, part, pixels.info.width / width)
}

function spreadAt(
  { data, info }: Awaited<ReturnType<typeof pixelsOf>>,
  { x1, y1, x2, y2 }: Hidden,
  scale: number,
): number {
  const greys: number[] = []
  for (let y = Math.floor(y1 * scale); y < y2 * scale; y++)
    for (let x = Math.floor(x1 * scale); x < x2 * scale; x++) greys.push(data[y * info.width + x] as number)
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length
  return Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / greys.length)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { type Hidden, thumbnail } from '../../src/report/thumbnails.ts'

const width = 960
const height = 720
const face = { x1: 400, y1: 200, x2: 560, y2: 400 }
let folder = ''
let picture = ''

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
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
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
})

async function pixelsOf(hidden: readonly Hidden[]) {
  const drawn = await thumbnail({ uri: picture, sha256: null }, undefined, hidden)
  if (!('src' in drawn)) throw new Error(drawn.missing)
  const bytes = Buffer.from(drawn.src.split(',')[1] ?? '', 'base64')
  return await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
}

/** Standard deviation of the greys in a part of the picture. */
function spread({ data, info }: Awaited<ReturnType<typeof pixelsOf>>, { x1, y1, x2, y2 }: Hidden): number {
  const scale = info.width / width
  const greys: number[] = []
  for (let y = Math.floor(y1 * scale); y < y2 * scale; y++)
    for (let x = Math.floor(x1 * scale); x < x2 * scale; x++) greys.push(data[y * info.width + x] as number)
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length
  return Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / greys.length)
}

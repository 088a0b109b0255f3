import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { readEnvironment } from '../../src/environment.ts'
import { iou } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { openTextReader, type TextReader } from '../../src/vision/text.ts'
import { inputSize } from '../../src/vision/text-detection.ts'
import { resolveModels } from '../../src/vision/zoo.ts'

/** White, with words in black; the picture may be a smaller copy of its original. */
async function drawn(
  words: { text: string; x: number; y: number; size: number; turn?: number }[],
  scale = 1,
): Promise<Picture> {
  const [width, height] = [640, 480]
  const texts = words.map(
    ({ text, x, y, size, turn = 0 }) =>
      `<text x="${x}" y="${y}" font-size="${size}" font-family="sans-serif" transform="rotate(${turn} ${x} ${y})">${text}</text>`,
  )
  // Another test of this process may have decoded a file, which leaves only the loaders of formats that are measured.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${texts.join('')}</svg>`
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: 'white' })
    .resize(Math.round(width * scale))
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    rgb: new Uint8Array(data),
    width: info.width,
    height: info.height,
    scale,
    original: { width, height, format: 'png', bytes: 1 },
    warnings: [],
    capturedAt: null,
  }
}

/** A machine without fonts draws no letters. */
async function drawsLetters(): Promise<boolean> {
  const { rgb } = await drawn([{ text: 'LETTERS', x: 100, y: 200, size: 90 }])
  return rgb.some((value) => value < 100)
}

const withFonts = (await drawsLetters()) ? describe : describe.skip

withFonts('reading text (needs a font on the machine)', () => {
  let reader: TextReader
  beforeAll(async () => {
    const { models } = await resolveModels(['text'], readEnvironment())
    reader = await openTextReader(models, { device: 'cpu', threads: 1 })
  })
  afterAll(() => reader.close())

  test('words are read in reading order, with boxes around them', async () => {
    const picture = await drawn([
      { text: 'Second 42', x: 300, y: 300, size: 40 },
      { text: 'FIRST', x: 60, y: 120, size: 60 },
    ])

    const lines = await reader.read(picture)

    expect(lines.map(({ text }) => text.replace(' ', ''))).toEqual(['FIRST', 'Second42'])
    const [first] = lines
    expect(first ? iou(first.box, { x1: 60, y1: 74, x2: 250, y2: 124 }) : 0).toBeGreaterThan(0.5)
  })

  test('boxes are in pixels of the original when the picture is smaller', async () => {
    const words = [{ text: 'Limelight', x: 200, y: 250, size: 60 }]
    const [full] = await reader.read(await drawn(words))
    const [half] = await reader.read(await drawn(words, 0.5))

    expect(half?.text).toBe('Limelight')
    expect(full && half ? iou(full.box, half.box) : 0).toBeGreaterThan(0.75)
  })

  test.each([15, -20, 90])('a line turned by %d degrees is read along its own direction', async (turn) => {
    const lines = await reader.read(await drawn([{ text: 'SLANTED', x: 250, y: 180, size: 50, turn }]))

    expect(lines.map(({ text }) => text)).toEqual(['SLANTED'])
  })

  test('a line upside down is turned', async () => {
    const lines = await reader.read(await drawn([{ text: 'Hello World again', x: 560, y: 240, size: 44, turn: 180 }]))

    expect(lines.map(({ text }) => text.replaceAll(' ', ''))).toEqual(['HelloWorldagain'])
  })

  test('an empty picture has no text', async () => {
    expect(await reader.read(await drawn([]))).toEqual([])
  })
})

test('a reader without its two models says which is missing', async () => {
  await expect(openTextReader([], { device: 'cpu', threads: 1 })).rejects.toThrow('ppocr-det')
})

test('sizes of the input are few, whatever the picture', () => {
  const sizes = new Set<string>()
  for (let width = 10; width <= 1080; width += 10) {
    for (let height = 10; height <= 1080; height += 10) {
      const size = inputSize({ width, height }, 640)
      expect(size.width % 64 || size.height % 64).toBe(0)
      sizes.add(`${size.width} x ${size.height}`)
    }
  }

  expect(sizes.size).toBeLessThanOrEqual(19)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import sharp, { type Color } from 'sharp'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../src/image/picture.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { asStored, drawn, file, noise } from './pictures.ts'

const scene = drawn(200, 150, (x, y) => [noise(7 * x), noise(5 * y), noise(x + 200 * y)])
const solid = (channels: 3 | 4, background: Color) => sharp({ create: { width: 6, height: 4, channels, background } })
const pixel = ({ rgb }: Picture, index = 0) => [...rgb.subarray(3 * index, 3 * index + 3)]

describe('what is decoded', () => {
  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('%s', async (format) => {
    const bytes = await file(format, scene)

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(picture).toMatchObject({ width: 200, height: 150, scale: 1, warnings: [] })
    expect(picture.original).toEqual({ width: 200, height: 150, format, bytes: bytes.length })
    expect(picture.rgb.length).toBe(200 * 150 * 3)
  })

  test('a lossless file keeps every value', async () => {
    const picture = await decode(await file('png', scene), defaultDecodeOptions)

    expect(Buffer.compare(picture.rgb, scene.rgb)).toBe(0)
  })

  test('transparent is white', async () => {
    const clear = await decode(await solid(4, { r: 255, g: 0, b: 0, alpha: 0 }).png().toBuffer(), defaultDecodeOptions)
    const half = await decode(await solid(4, { r: 255, g: 0, b: 0, alpha: 0.5 }).png().toBuffer(), defaultDecodeOptions)

    expect(pixel(clear)).toEqual([255, 255, 255])
    expect(pixel(half)).toEqual([255, 127, 127])
    expect(clear.warnings).toEqual(['alpha on white'])
  })

  test('grey is three equal channels', async () => {
    const bytes = await solid(3, '#646464').toColourspace('b-w').png().toBuffer()

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(pixel(picture)).toEqual([100, 100, 100])
  })

  test('16 bits become 8', async () => {
    const bytes = await solid(3, '#c86432').toColourspace('rgb16').png().toBuffer()

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(pixel(picture)).toEqual([200, 100, 50])
    expect(picture.warnings).toEqual(['16-bit'])
  })

  test('CMYK becomes RGB', async () => {
    const bytes = await solid(3, '#ffffff').toColourspace('cmyk').jpeg().toBuffer()

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(Math.min(...picture.rgb)).toBeGreaterThan(245)
    expect(picture.warnings).toEqual(['cmyk'])
  })

  test('of an animation, the first frame', async () => {
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((colour) => solid(3, colour).png().toBuffer()))
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer()

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(pixel(picture)).toEqual([255, 0, 0])
    expect([picture.width, picture.height]).toEqual([6, 4])
    expect(picture.warnings).toContain('animated: first frame')
  })

  test('a profile is converted, or ignored and said so', async () => {
    const bytes = await solid(3, '#00c800').withIccProfile('p3').png().toBuffer()

    const converted = await decode(bytes, defaultDecodeOptions)
    const stored = await decode(bytes, asStored)

    expect(pixel(stored)).not.toEqual(pixel(converted))
    expect(Math.abs((pixel(converted)[1] ?? 0) - 200)).toBeLessThanOrEqual(1)
    expect(stored.warnings).toEqual(['profile ignored'])
  })

  test('a large picture is made as small as asked for, a small one stays', async () => {
    const bytes = await file(
      'jpeg',
      drawn(400, 1600, (x, y) => [noise(x), noise(y), 9]),
    )

    const smaller = await decode(bytes, { ...defaultDecodeOptions, analysisSize: 800 })
    const full = await decode(bytes, { ...defaultDecodeOptions, analysisSize: 'full' })

    expect(smaller).toMatchObject({ width: 200, height: 800, scale: 0.5, original: { width: 400, height: 1600 } })
    expect(full).toMatchObject({ width: 400, height: 1600, scale: 1 })
  })

  test('a line of pixels stays a line', async () => {
    const bytes = await file(
      'png',
      drawn(5000, 1, (x) => [noise(x), 0, 0]),
    )

    const picture = await decode(bytes, defaultDecodeOptions)

    expect([picture.width, picture.height]).toEqual([1080, 1])
  })

  test('junk between the markers of a JPEG is a warning', async () => {
    const jpeg = await file('jpeg', scene)
    const bytes = Buffer.concat([jpeg.subarray(0, 20), Buffer.from([1, 2, 3, 4]), jpeg.subarray(20)])

    const picture = await decode(bytes, defaultDecodeOptions)

    expect(picture.warnings.join()).toMatch(/^damaged: .*extraneous bytes/)
  })
})

describe('what is refused', () => {
  const refusedAs = async (bytes: Uint8Array, options = {}) =>
    decode(bytes, { ...defaultDecodeOptions, ...options }).catch((error: unknown) => error)

  test('an empty file', async () => {
    expect(await refusedAs(new Uint8Array())).toMatchObject({ name: 'ImageError', code: 'empty_file' })
  })

  test('more bytes than allowed', async () => {
    expect(await refusedAs(await file('png', scene), { maxBytes: 1000 })).toMatchObject({ code: 'too_large_file' })
  })

  test('more pixels than allowed', async () => {
    expect(await refusedAs(await file('png', scene), { maxPixels: 29_999 })).toMatchObject({ code: 'too_many_pixels' })
    expect(await refusedAs(await file('png', scene), { maxPixels: 30_000 })).not.toBeInstanceOf(Error)
  })

  test('a header that claims more pixels than the file holds', async () => {
    const bytes = await file('png', scene)
    bytes.writeUInt32BE(60_000, 16)
    bytes.writeUInt32BE(60_000, 20)

    expect(await refusedAs(bytes)).toMatchObject({ name: 'ImageError' })
  })

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['PDF', '%PDF-1.4\n'],
    ['BMP', 'BM      '],
    ['not an image', 'GIF87 is not enough'],
  ])('%s, and the message says what it is and what to do', async (name, content) => {
    const error = await refusedAs(Buffer.from(content))

    expect(error).toMatchObject({ code: 'unsupported_format' })
    expect(String(error)).toContain(name)
    expect(String(error)).toContain('convert it')
  })

  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('half a %s is truncated', async (format) => {
    const bytes = await file(format, scene)

    const error = await refusedAs(bytes.subarray(0, bytes.length / 2))

    expect(error).toMatchObject({ name: 'ImageError', code: 'truncated' })
  })

  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'a %s with its middle overwritten never throws anything else',
    async (format) => {
      const bytes = await file(format, scene)
      for (let i = Math.floor(bytes.length / 3); i < bytes.length / 2; i++) bytes[i] = noise(i)

      const result = await refusedAs(bytes)

      if (result instanceof Error) expect(result.name).toBe('ImageError')
    },
  )
})

describeWithShared('EXIF orientation', (shared) => {
  const load = (name: string) => decode(readFileSync(join(shared, 'data', 'exif', name)), defaultDecodeOptions)

  test.each(['Landscape', 'Portrait'].flatMap((kind) => [0, 2, 3, 4, 5, 6, 7, 8].map((n) => [kind, n] as const)))(
    '%s_%i looks like number 1',
    async (kind, n) => {
      const first = await load(`${kind}_1.jpg`)

      const picture = await load(`${kind}_${n}.jpg`)

      expect(picture.original).toMatchObject({ width: first.original.width, height: first.original.height })
      expect(picture.rgb.length).toBe(first.rgb.length)
      let off = 0
      for (let i = 0; i < picture.rgb.length; i += 101) off += Math.abs((picture.rgb[i] ?? 0) - (first.rgb[i] ?? 0))
      expect((101 * off) / first.rgb.length).toBeLessThan(4) // saved again as JPEG; turned wrongly it is 60 and more
    },
  )
})

import { describe, expect, test } from '@jest/globals'
import sharp, { type JpegOptions } from 'sharp'
import { decode } from '../../src/image/decode.ts'
import { asIfRgb } from '../../src/image/jpeg-luma.ts'
import type { Picture } from '../../src/image/picture.ts'
import { asStored, drawn, file, noise } from './pictures.ts'

const withLuma = { ...asStored, luma: true }
/** Colours far from 0 and 255, so that none is cut, and greys of RGB are the luma. */
const tame = drawn(90, 60, (x, y) => [100 + (noise(x >> 3) >> 3), 110 + (noise(y >> 2) >> 3), 90 + x / 2])
const jpeg = (options: JpegOptions = {}) =>
  sharp(tame.rgb, { raw: { width: 90, height: 60, channels: 3 } }).jpeg({ quality: 95, ...options })

/** The farthest that the luma lies from the greys of the picture's RGB; null without luma. */
function apart({ rgb, luma, width, height }: Picture): number | null {
  if (!luma || luma.length !== width * height) return null
  const greys = luma.map((_, i) => {
    const [r = 0, g = 0, b = 0] = rgb.subarray(3 * i, 3 * i + 3)
    return Math.round(0.299 * r + 0.587 * g + 0.114 * b)
  })
  return Math.max(...luma.map((y, i) => Math.abs(y - (greys[i] ?? 0))))
}

describe('the luma of a JPEG', () => {
  test.each([
    ['baseline', jpeg()],
    ['progressive', jpeg({ progressive: true })],
    ['with full chroma', jpeg({ chromaSubsampling: '4:4:4' })],
    ['upside down by EXIF', jpeg().withMetadata({ orientation: 3 })],
    ['on its side by EXIF', jpeg().withMetadata({ orientation: 6 })],
  ])('%s: as the greys of RGB, where no colour was cut', async (_, made) => {
    const picture = await decode(await made.toBuffer(), withLuma)

    expect(apart(picture)).toBeLessThanOrEqual(1)
  })

  test('is made smaller with the picture', async () => {
    const picture = await decode(await jpeg().toBuffer(), { ...withLuma, analysisSize: 45 })

    expect([picture.width, picture.height, picture.luma?.length]).toEqual([45, 30, 45 * 30])
    expect(apart(picture)).toBeLessThanOrEqual(1)
  })

  test('is not changed by a profile that changes RGB', async () => {
    const bytes = await jpeg().withIccProfile('p3').toBuffer()
    const stored = await decode(bytes, withLuma)

    const converted = await decode(bytes, { ...withLuma, icc: 'convert' })

    expect(Buffer.compare(converted.rgb, stored.rgb)).not.toBe(0)
    expect(converted.luma).toEqual(stored.luma)
  })

  test('has what RGB has lost where colours were cut', async () => {
    const gaudy = drawn(64, 64, (x, y) => (noise(x + 64 * y) < 128 ? [255, 0, 0] : [0, 0, 255]))

    const picture = await decode(await file('jpeg', gaudy), withLuma)

    expect(apart(picture)).toBeGreaterThan(3)
  })

  test('is there only if it is asked for', async () => {
    expect((await decode(await jpeg().toBuffer(), asStored)).luma).toBeUndefined()
  })

  test.each([
    ['a grey one', jpeg().toColourspace('b-w')],
    ['a CMYK one', jpeg().toColourspace('cmyk')],
    ['a PNG', jpeg().png()],
    ['a WebP', jpeg().webp()],
  ])('is not there in %s', async (_, made) => {
    expect((await decode(await made.toBuffer(), withLuma)).luma).toBeUndefined()
  })

  test('is not there in a JPEG of R, G and B, whether Adobe says so or the names of its components do', async () => {
    const bytes = await jpeg().toBuffer()
    const byAdobe = asIfRgb(bytes) ?? bytes
    const byName = named('RGB', bytes)

    expect((await decode(byAdobe, withLuma)).luma).toBeUndefined()
    expect((await decode(byName, withLuma)).luma).toBeUndefined()
    expect((await decode(byName, asStored)).rgb).toEqual((await decode(byAdobe, asStored)).rgb)
  })

  test('is there if JFIF says so, or Adobe does, whatever the names of the components', async () => {
    const bytes = named('RGB', await jpeg().toBuffer())

    expect(apart(await decode(afterStart(bytes, jfif), withLuma))).toBeLessThanOrEqual(1)
    expect(apart(await decode(afterStart(bytes, adobe), withLuma))).toBeLessThanOrEqual(1)
  })

  test('junk between segments is no hindrance, what is cut off ends as without luma', async () => {
    const bytes = await jpeg().toBuffer()
    const second = 4 + bytes.readUInt16BE(4)
    const junk = Buffer.concat([bytes.subarray(0, second), Buffer.from('junk'), bytes.subarray(second)])
    const half = bytes.subarray(0, bytes.length >> 1)

    const found = await decode(junk, withLuma)
    expect(found.warnings).toEqual([expect.stringContaining('damaged')])
    expect(apart(found)).toBeLessThanOrEqual(1)
    await expect(decode(half, withLuma)).rejects.toMatchObject({ code: 'truncated' })
    for (let length = 2; length < 700; length += 7) expect(() => asIfRgb(bytes.subarray(0, length))).not.toThrow()
  })
})

const jfif = Buffer.from('ffe000104a46494600010100000100010000', 'hex')
/** Y, Cb and Cr. */
const adobe = Buffer.from('ffee000e41646f626500640000000001', 'hex')

function afterStart(bytes: Buffer, segment: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)])
}

/** Other letters for the three components, in the frame and in its only scan. */
function named(letters: string, bytes: Buffer): Buffer {
  const renamed = Buffer.from(bytes)
  const [frame, scan] = [renamed.indexOf('ffc0', 'hex'), renamed.indexOf('ffda', 'hex')]
  for (const [i, letter] of [...letters].entries()) {
    renamed[frame + 10 + 3 * i] = letter.charCodeAt(0)
    renamed[scan + 5 + 2 * i] = letter.charCodeAt(0)
  }
  return renamed
}

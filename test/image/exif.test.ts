import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import sharp from 'sharp'
import { decode } from '../../src/image/decode.ts'
import { capturedAt } from '../../src/image/exif.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'

async function jpegTaken(date: string) {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
    .withExif({ IFD2: { DateTimeOriginal: date } })
    .jpeg()
    .toBuffer()
}

test("the camera's time is read as UTC", async () => {
  const picture = await decode(await jpegTaken('2021:10:28 14:41:41'), defaultDecodeOptions)

  expect(picture.capturedAt).toEqual(new Date('2021-10-28T14:41:41Z'))
})

test.each(['0000:00:00 00:00:00', '2021:02:30 10:00:00', '2021:10:28 25:00:00', 'yesterday'])(
  'no date: %s',
  async (date) => {
    const picture = await decode(await jpegTaken(date), defaultDecodeOptions)

    expect(picture.capturedAt).toBeNull()
  },
)

test('broken EXIF of any kind says nothing and throws nothing', () => {
  const start = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (rest) => {
      const date = capturedAt(Uint8Array.from([...start, ...rest]))
      return date === null || Number.isFinite(date.getTime())
    }),
  )
})

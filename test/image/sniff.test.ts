import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { measurableFormats, sniffFormat } from '../../src/image/sniff.ts'
import { drawn, file, noise } from './pictures.ts'

const head = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('%s is known by its content', async (format) => {
  const bytes = await file(
    format,
    drawn(20, 10, (x, y) => [noise(x), noise(y), 0]),
  )

  expect(sniffFormat(bytes)).toBe(format)
  expect(measurableFormats.has(format)).toBe(true)
})

test.each([
  ['bmp', 'BM\x36\0'],
  ['psd', '8BPS\0\x01'],
  ['pdf', '%PDF-1.7'],
  ['ico', '\0\0\x01\0\x01\0'],
  ['jxl', '\xff\x0a\xfa'],
  ['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['avif', '\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'],
  ['svg', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn --><svg xmlns="http://www.w3.org/2000/svg">'],
  ['svg', '  <svg width="1"/>'],
  ['pnm', 'P6\n1 1\n255\n'],
])('%s is named, whether or not it can be measured', (format, content) => {
  expect(sniffFormat(head(content))).toBe(format)
})

test.each([
  '',
  'a',
  'plain text about <svg> files',
  '{"a": 1}',
  '\0\0\0\x18ftypmp42\0\0\0\0',
  '<html><body>no</body></html>',
])('no image: %j', (content) => {
  expect(sniffFormat(head(content))).toBeNull()
})

test('any bytes get an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const format = sniffFormat(bytes)
      return format === null || /^[a-z0-9]+$/.test(format)
    }),
  )
})

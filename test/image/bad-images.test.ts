import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ImageError } from '../../src/errors.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { measure } from '../../src/variables/measure.ts'
import { describeWithShared } from '../evaluation-material.ts'

/**
 * Files that fail in INDEX.tsv (sharp, every warning an error) and are measured here with a warning: what is wrong with
 * them is beside the pixels (junk between markers, a tag that is not terminated, a directory that refers to itself).
 */
const survivors =
  /bonne\.geo|hopper_bad_exif|hopper_float_dpi|jpeg_ff00_header|junk_jpeg_header|frame_loop|photoshop-200dpi-broken|test_extents_transparency|tiff_wrong_bits|truncated_app14/

/** The others that fail in INDEX.tsv, of formats that are measured, by what must become of them. */
const codes: [RegExp, string][] = [
  [/65536-uint32-limit|giant-image/, 'too_many_pixels'],
  [/hopper_lzma|old-style-jpeg|tiff_tiled_planar/, 'unsupported_format'],
  [/truncated|corrupt-header\.jpg|ultrahdr|zero-loop-count|decompression_bomb\.gif|zero_width/, 'truncated'],
  [/sample_fried|syntax_num_frames_zero|oss-fuzz-36829|clusterfuzz|separate_planar|tiff_overflow/, 'corrupt'],
]

interface File {
  name: string
  mime: string
  decodes: boolean
}

describeWithShared('odd and broken files', (shared) => {
  const folder = join(shared, 'data', 'bad-images')
  const files: File[] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [name = '', , mime = '', , decodes] = line.split('\t')
      return { name, mime, decodes: decodes === 'decodes' }
    })

  test.each(files)('$name', async ({ name, mime, decodes }) => {
    const bytes = readFileSync(join(folder, name))

    const outcome = await decode(bytes, defaultDecodeOptions).catch((error: unknown) => error)

    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(ImageError)
      expect(decodes).toBe(false)
      expect((outcome as ImageError).code).toMatch(expectedCode(name, mime))
      return
    }
    const picture = outcome as Awaited<ReturnType<typeof decode>>
    expect(decodes || survivors.test(name)).toBe(true)
    if (!decodes) expect(picture.warnings.join()).toContain('damaged: ')
    const row = await measure(picture)
    for (const value of Object.values(row)) expect(Number.isNaN(value)).toBe(false)
  })
})

function expectedCode(name: string, mime: string): RegExp {
  const measured = /^image\/(jpeg|png|webp|gif|tiff|avif)$/.test(mime)
  const known = measured && codes.find(([pattern]) => pattern.test(name))
  if (known) return new RegExp(`^${known[1]}$`)
  if (measured) return /^(corrupt|truncated)$/ // fuzzed: either is true
  if (/\.png$/.test(name)) return /^(corrupt|truncated)$/ // a PNG's first bytes, then nothing of a PNG
  return /^unsupported_format$/
}

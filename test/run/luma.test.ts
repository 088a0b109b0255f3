import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import sharp from 'sharp'
import { asIfRgb } from '../../src/image/jpeg-luma.ts'
import { drawn, file, noise } from '../image/pictures.ts'
import { ask, measure, remove, temporaryFolder } from './cli.ts'

test('self-similarity of luma is that of RGB but for JPEGs whose colours were cut', async () => {
  const folder = await temporaryFolder()
  const gaudy = drawn(80, 60, (x, y) => (noise((x >> 1) + 64 * (y >> 1)) < 128 ? [255, 0, 0] : [0, 0, 255]))
  const jpeg = await file('jpeg', gaudy)
  await writeFile(join(folder, 'gaudy.jpg'), jpeg)
  await writeFile(join(folder, 'gaudy.png'), await file('png', gaudy))
  await writeFile(join(folder, 'grey.jpg'), await sharp(jpeg).toColourspace('b-w').jpeg().toBuffer())
  await writeFile(join(folder, 'rgb.jpg'), asIfRgb(jpeg) ?? jpeg)

  const { code } = await measure(folder, join(folder, 'out'), ['--variables', 'spectrum,spectrum_luma'])

  const rows = await ask<{ key: string; rgb: number | null; luma: number | null }>(
    join(folder, 'out'),
    'SELECT key, self_similarity AS rgb, self_similarity_luma AS luma FROM images ORDER BY key',
  )
  await remove(folder)
  expect(code).toBe(0)
  expect(rows.map(({ key, rgb, luma }) => [key, Math.abs(Number(rgb) - Number(luma)) > 1e-9])).toEqual([
    ['gaudy.jpg', true],
    ['gaudy.png', false],
    ['grey.jpg', false],
    ['rgb.jpg', false],
  ])
})

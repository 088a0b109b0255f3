import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { foundByOthers } from '../../../src/brands/features/found-by-others.ts'
import { star, writePhoto } from '../gallery/pictures.ts'
import { emblem } from './pictures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-others-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** An emblem on a photo, and where it is. */
async function photo(name: string, seed: number, place: string) {
  const path = join(folder, name)
  await writePhoto(path, { width: 400, height: 300, draw: `<g transform="${place}">${emblem(seed)}</g>` })
  return { path, box: null, colour: null }
}

function brand(references: Awaited<ReturnType<typeof photo>>[]) {
  return { name: 'Acme', aliases: [], handles: [], hashtags: [], threshold: null, references }
}

test('photos of one logo are found by each other, a photo of another logo is not; drawings do not count', async () => {
  const same = [
    await photo('one.png', 3, 'translate(90 70) scale(2.2)'),
    await photo('two.png', 3, 'translate(60 90) scale(2.4)'),
  ]
  const other = await photo('other.png', 8, 'translate(90 70) scale(2.2)')
  await writeFile(join(folder, 'star.svg'), star)
  const drawing = { path: join(folder, 'star.svg'), box: null, colour: null }

  const checked = await foundByOthers(brand([...same, other, drawing]), { store: join(folder, 'store') })

  expect(checked).toEqual({ found: 2, photos: 3 })
})

test('a photo alone has no other that could find it', async () => {
  const alone = await photo('alone.png', 5, 'translate(90 70) scale(2.2)')

  expect(await foundByOthers(brand([alone]), { store: join(folder, 'store') })).toEqual({ found: 0, photos: 1 })
})

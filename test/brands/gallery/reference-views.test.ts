import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { referenceViews } from '../../../src/brands/gallery/reference-views.ts'
import { decode } from '../../../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../../../src/image/picture.ts'
import { star, writePhoto } from './pictures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-views-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function drawing(name: string, svg: string, colour: string | null = null) {
  await writeFile(join(folder, name), svg)
  return await referenceViews({ path: join(folder, name), box: null, colour })
}

function pixel({ rgb, width }: Picture, x: number, y: number): number[] {
  return [...rgb.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)]
}

test('a drawing in one colour is looked at in black, in white and in the colour of its brand, on plates', async () => {
  const views = await drawing('star.svg', star, '00704A')

  const corners = views.map(({ picture }) => pixel(picture, 1, 1))
  const middles = views.map(({ picture }) => pixel(picture, picture.width >> 1, picture.height >> 1))
  const [white, black, green] = [
    [255, 255, 255],
    [0, 0, 0],
    [0, 0x70, 0x4a],
  ]
  expect(corners).toEqual([white, black, white, green])
  expect(middles).toEqual([black, white, green, white])
  expect(views.every(({ picture, box }) => box.x2 === picture.width && box.y1 === 0)).toBe(true)
})

test('a drawing in several colours is looked at in them, too', async () => {
  const flag =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="6" r="5" fill="#f00"/><circle cx="10" cy="15" r="4" fill="#00f"/></svg>'

  const views = await drawing('flag.svg', flag)

  expect(views).toHaveLength(6)
  expect(pixel((views[0] as (typeof views)[0]).picture, 184, 110)).toEqual([255, 0, 0])
})

test('of a drawing it is known where its ink is, without the empty part of its canvas and the plate', async () => {
  const low =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="8" y="20" width="16" height="4"/></svg>'

  const [view] = await drawing('low.svg', low)

  // 320 px for 32 units, 26 px of plate on each side.
  expect(view?.ink).toEqual({ x1: 106, y1: 226, x2: 266, y2: 266 })
})

test('a drawing whose size is a pixel or a mile is rendered at the same size', async () => {
  for (const size of ['1', '90000']) {
    const svg = star.replace('viewBox', `width="${size}" height="${size}" viewBox`)
    const [view] = await drawing(`size-${size}.svg`, svg)

    expect(view?.picture.width).toBeGreaterThan(300)
    expect(view?.picture.width).toBeLessThan(400)
  }
})

test('a drawing that shows nothing or is broken is refused by name', async () => {
  await expect(drawing('empty.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')).rejects.toThrow(
    /empty\.svg: the drawing shows nothing/,
  )
  await expect(drawing('broken.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path')).rejects.toThrow(
    /broken\.svg: the drawing can't be rendered/,
  )
})

test('drawings stay refused as images after one was a reference', async () => {
  await drawing('star.svg', star)

  await expect(decode(Buffer.from(star), defaultDecodeOptions)).rejects.toThrow(/SVG/i)
})

test('the box of a large photo is scaled with it', async () => {
  const path = await writePhoto(join(folder, 'large.png'), { width: 3200, height: 1600 })

  const [view] = await referenceViews({ path, box: { x1: 800, y1: 400, x2: 1600, y2: 800 }, colour: null })

  expect(view?.picture.width).toBe(1600)
  expect(view?.box).toEqual({ x1: 400, y1: 200, x2: 800, y2: 400 })
})

test('drawings can be rendered at once, and no picture is opened as one afterwards', async () => {
  const views = await Promise.all(['a.svg', 'b.svg', 'c.svg'].map((name) => drawing(name, star)))

  expect(views.map(([view]) => view?.picture.width)).toEqual([372, 372, 372])
  await expect(sharp(Buffer.from(star)).metadata()).rejects.toThrow('unsupported')
})

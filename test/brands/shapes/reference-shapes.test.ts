import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { maximaOf, packBank, readBank } from '../../../src/brands/shapes/bank.ts'
import { likenessOf } from '../../../src/brands/shapes/likeness.ts'
import { photoOptions, shapesIn } from '../../../src/brands/shapes/picture-shapes.ts'
import { referenceShapes } from '../../../src/brands/shapes/reference-shapes.ts'
import { clutter, drawn } from '../features/pictures.ts'

const drop = 'M50 2 C80 40 96 52 90 74 C84 100 58 92 50 70 C46 96 10 104 8 74 C4 50 34 40 50 2 Z'

/** The shapes of a logo that is drawn within the middle of a picture of 300 x 300. */
async function shapesOf(logo: string) {
  const picture = await drawn(300, 300, `<rect width="300" height="300" fill="#fff"/>${logo}`)
  return await referenceShapes([{ picture, box: { x1: 50, y1: 50, x2: 250, y2: 250 } }])
}

test('a logo that is one shape is that shape once, in px of its box', async () => {
  const shapes = await shapesOf(`<g transform="translate(60 60) scale(1.8)"><path d="${drop}" fill="#e03020"/></g>`)

  expect(shapes).toHaveLength(1)
  expect(shapes[0]?.logo).toEqual({ x1: 0, y1: 0, x2: 200, y2: 200 })
  expect(Math.abs((shapes[0]?.centre.x ?? 0) - 100)).toBeLessThan(10)
})

test('a part that is small, a line, or what the edge cuts tells no logo', async () => {
  const small = `<g transform="translate(60 60) scale(0.5)"><path d="${drop}"/></g>`
  const cut = `<g transform="translate(0 0) scale(2)"><path d="${drop}"/></g>`
  const line = '<path d="M60 60 L240 150 L60 240" fill="none" stroke="#000" stroke-width="5"/>'

  expect([await shapesOf(small), await shapesOf(cut), await shapesOf(line)]).toEqual([[], [], []])
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-bank-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a bank that was packed is the same bank: its shapes, and how like them things are', async () => {
  const photos = await Promise.all(
    [3, 4].map(async (seed) => shapesIn(await drawn(400, 300, clutter(400, 300, seed)), photoOptions)),
  )
  const [probe] = await shapesIn(await drawn(400, 300, clutter(400, 300, 5)), photoOptions)
  const path = join(folder, 'bank.bin')
  await writeFile(path, await packBank({ photos: [...photos, []] }))

  const bank = await readBank(path)

  expect(bank.photos.map((shapes) => shapes.map(({ bits, filled }) => [bits, filled]))).toEqual(
    [...photos, []].map((shapes) => shapes.map(({ bits, filled }) => [bits, filled])),
  )
  const [maxima, exact] = [bank, { photos: [...photos, []] }].map((one) => probe && maximaOf(probe, one))
  expect(maxima).toHaveLength(3)
  for (const [i, value] of (maxima ?? []).entries()) expect(Math.abs(value - (exact?.[i] ?? 0))).toBeLessThan(0.02)
  const like = photos[0]?.map((shape) => (probe ? likenessOf(shape, probe).likeness : 0)) ?? []
  expect(exact?.[0]).toBeCloseTo(Math.max(0.75, ...like), 6)
  expect(exact?.[2]).toBe(0.75)
})

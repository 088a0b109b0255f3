import { expect, test } from '@jest/globals'
import { drawSample } from '../../src/evaluate/draw-sample.ts'
import { photoOf, type Spelling } from '../../src/evaluate/photo.ts'
import type { TrueImage } from '../../src/evaluate/truth.ts'
import { photo } from './photos.ts'

const spelling: Spelling = { tracked: ['Acme'], renamed: new Map() }
const truth = (width: number, height: number): TrueImage => ({
  ...{ file: 'a.jpg', place: 'truth.json: [0]', size: { width, height }, author: null, split: null },
  brands: ['Acme'],
  boxes: [{ brand: 'Acme', box: { x1: 10, y1: 10, x2: 20, y2: 30 }, unit: 'pixels' }],
})

test('boxes of a copy are scaled, though rounding of its sides made it a little wider', () => {
  const { found } = photo({})

  const { photo: joined, note } = photoOf(truth(200, 101), { ...found, size: { width: 400, height: 200 } }, spelling)

  expect(note).toBeNull()
  expect(joined.boxes).toEqual([{ brand: 'Acme', box: { x1: 20, y1: 10 * (200 / 101), x2: 40, y2: 30 * (200 / 101) } }])
})

test('boxes of a picture of another shape are not used, and a note says so', () => {
  const { found } = photo({})

  const { photo: joined, note } = photoOf(truth(100, 53), { ...found, size: { width: 200, height: 100 } }, spelling)

  expect(joined).toMatchObject({ brands: ['Acme'], boxes: [] })
  expect(note).toBe(
    'truth.json: [0]: a.jpg is 100 x 53 px in the truth and 200 x 100 px in the run: its boxes are not used',
  )
})

test('a sample to be labelled has no image that was not measured', () => {
  const measured = [photo({}).found, photo({}).found]
  const broken = Array.from({ length: 20 }, () => ({ ...photo({}).found, size: null }))

  const drawn = JSON.parse(drawSample([...broken, ...measured], { size: 10, seed: 1 })) as { file: string }[]

  expect(drawn.map(({ file }) => file).sort()).toEqual(measured.map(({ uri }) => uri).sort())
  expect(() => drawSample(broken, { size: 10, seed: 1 })).toThrow('no image that was searched for brands')
})

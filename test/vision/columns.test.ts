import { expect, test } from '@jest/globals'
import type { Picture } from '../../src/image/picture.ts'
import { variablesOf } from '../../src/variables/registry/index.ts'
import { visionVariables } from '../../src/variables/registry/vision.ts'
import { sightColumns } from '../../src/vision/columns.ts'
import { nothingSeen } from '../../src/vision/detection.ts'

const picture: Picture = {
  rgb: new Uint8Array(3 * 50 * 25),
  width: 50,
  height: 25,
  original: { width: 100, height: 50, format: 'png', bytes: 1 },
  scale: 0.5,
  warnings: [],
  capturedAt: null,
}
const box = (x1: number, y1: number, x2: number, y2: number) => ({ x1, y1, x2, y2 })

test('every column of the registry has a value, and no other column is there', () => {
  const names = Object.keys(sightColumns(nothingSeen, picture))

  expect(names.toSorted()).toEqual(visionVariables.map(({ name }) => name).toSorted())
  expect(variablesOf('images').map(({ name }) => name)).toEqual(expect.arrayContaining(names))
})

test('a task that was not run leaves its columns empty; one that found nothing says zero', () => {
  const row = sightColumns({ ...nothingSeen, faces: [] }, picture)

  expect(row).toMatchObject({ face_count: 0, largest_face_area: 0, person_count: null, text: null })
})

test('persons are counted, and their scores become the chance of at least one', () => {
  const objects = [
    { label: 'person', score: 0.5, box: box(0, 0, 10, 10) },
    { label: 'dog', score: 0.9, box: box(0, 0, 10, 10) },
    { label: 'person', score: 0.8, box: box(20, 0, 30, 10) },
  ]

  const row = sightColumns({ ...nothingSeen, objects }, picture)

  expect(row).toMatchObject({ top_objects: ['dog', 'person', 'person'], person_count: 2, person_max_score: 0.8 })
  expect(row.person_any_prob).toBeCloseTo(0.9, 12)
})

test('areas are shares of the upright original, and overlapping text counts once', () => {
  const faces = [{ label: 'face', score: 0.9, box: box(0, 0, 50, 25) }]
  const corner = { x: 0, y: 0 }
  const line = { label: 'text' as const, score: 0.9, quad: [corner, corner, corner, corner] as const }
  const text = [
    { ...line, text: 'one', box: box(0, 0, 50, 10) },
    { ...line, text: 'two', box: box(0, 5, 50, 15) },
  ]

  const row = sightColumns({ ...nothingSeen, faces, text }, picture)

  expect(row).toMatchObject({ largest_face_area: 0.25, text: 'one\ntwo' })
  expect(row.text_area).toBeCloseTo(0.15, 12)
})

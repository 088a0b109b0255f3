import { expect, test } from '@jest/globals'
import { conventionOf } from '../../../src/brands/features/outline-convention.ts'
import { describeReference } from '../../../src/brands/features/reference.ts'
import { cornersOf } from '../../../src/image/box.ts'
import { drawn } from './pictures.ts'

const whole = { x1: 0, y1: 0, x2: 100, y2: 100 }
const photo = async (shapes: string, named = false) => {
  const features = await describeReference(await drawn(100, 100, shapes), whole)
  return { brand: 'Acme', features, name: named ? cornersOf(whole) : null }
}

test('photos say how far the logo is from their edges, and how many of them show the name', async () => {
  const inside = await photo('<rect x="20" y="20" width="60" height="60" fill="#c22"/>', true)
  const filled = await photo('<rect x="-5" y="40" width="110" height="20" fill="#c22"/>')

  const { margin, named, shapes } = conventionOf([inside, filled])

  // It is measured on 32 px.
  expect(Math.abs(margin - 20 / 60)).toBeLessThan(0.07)
  expect(named).toBe(0.5)
  expect(shapes).toEqual([1, 1])
})

test('a logo that fills its photos has no margin, and a small part of one is none', async () => {
  const filled = await photo(
    '<rect x="-5" y="40" width="110" height="20" fill="#c22"/><circle cx="50" cy="20" r="12"/>',
  )

  expect(conventionOf([filled]).margin).toBe(0)
  expect(conventionOf([]).looks).toEqual([])
})

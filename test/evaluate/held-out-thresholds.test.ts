import { expect, test } from '@jest/globals'
import { chooseThresholds, heldOut } from '../../bench/recognition/held-out-thresholds.ts'
import { photo } from './photos.ts'

const limits = { falseAlarms: 0.1, wrongBrand: 0.1 }
const negatives = (similarities: number[], brand: string) =>
  Array.from({ length: 20 }, (_, i) => {
    const similarity = similarities[i]
    return photo({ logos: similarity === undefined ? [] : [{ brand, stage: 'embedding', similarity }] })
  })

test('a threshold is the lowest that keeps false alarms within the limit', () => {
  const thresholds = chooseThresholds(negatives([0.9, 0.8, 0.7, 0.6], 'Acme'), limits)

  expect(thresholds.get('embedding')).toBe(0.8)
})

test('the stage that loses least by it is made stricter', () => {
  const photos = [
    ...negatives([0.9, 0.9, 0.9], 'Acme'),
    photo({ brands: ['Acme'], logos: [{ brand: 'Acme', similarity: 0.5 }] }),
    photo({ logos: [{ brand: 'Acme', similarity: 0.6 }] }),
  ]

  const thresholds = chooseThresholds(photos, limits)

  // Without the three of the embedding, one of 21 is left, which the limit allows.
  expect(thresholds.get('wordmark')).toBe(0)
  expect(thresholds.get('embedding')).toBe(Number.POSITIVE_INFINITY)
})

test('stages that do no harm keep all that they say', () => {
  const photos = [...negatives([], 'Acme'), photo({ brands: ['Acme'], logos: [{ brand: 'Acme', similarity: 0.1 }] })]

  expect(chooseThresholds(photos, limits).get('wordmark')).toBe(0)
})

test('a brand is judged by thresholds to which it has said nothing', () => {
  const photos = [
    ...negatives([0.9, 0.8, 0.7, 0.6], 'Acme'),
    photo({ brands: ['Acme'], logos: [{ brand: 'Acme', stage: 'embedding', similarity: 0.65 }] }),
    photo({ brands: ['Other'], logos: [{ brand: 'Other', stage: 'embedding', similarity: 0.65 }] }),
  ]

  const kept = heldOut(photos, ['Acme', 'Other'], limits)

  // Without Acme nothing speaks wrongly, so Acme's threshold is none; Other's comes from what Acme said.
  expect(kept.at(-2)?.logos).toHaveLength(1)
  expect(kept.at(-1)?.logos).toHaveLength(0)
  expect(kept.filter(({ brands, logos }) => brands.length === 0 && logos.length > 0)).toHaveLength(4)
})

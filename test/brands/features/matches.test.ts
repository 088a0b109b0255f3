import { expect, test } from '@jest/globals'
import { openKernel } from '../../../src/brands/features/kernel/module.ts'
import { openMatchIndex } from '../../../src/brands/features/matches.ts'
import { describeReference, type ReferenceFeatures } from '../../../src/brands/features/reference.ts'
import { type Features, sift } from '../../../src/brands/features/sift.ts'
import { wordCount, words } from '../../../src/brands/features/words.ts'
import { roomIn } from '../../../src/wasm.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const reference = async (seed: number) => {
  const picture = await drawn(300, 180, `<g transform="scale(3)">${emblem(seed)}</g>`)
  return await describeReference(picture, { x1: 0, y1: 0, x2: 300, y2: 180 })
}

const photo = async () => {
  const emblems = [1, 2].map(
    (seed) => `<g transform="translate(${60 * seed} ${130 * seed}) scale(1.7)">${emblem(seed)}`,
  )
  const picture = await drawn(520, 400, `${clutter(520, 400, 9)}${emblems.join('</g>')}</g>`)
  return sift(picture.rgb, picture, { enlarged: 2, most: 600, contrast: 0.0067 })
}

/** Squared distance of two descriptors. */
function distanceOf(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  let sum = 0
  for (let at = 0; at < 128; at++) sum += ((a[128 * i + at] as number) - (b[128 * j + at] as number)) ** 2
  return sum
}

/** For each place of a photo, the places of references that are nearer than everyday texture and than other brands, by comparing all. */
function nearestPlainly(seen: Features, references: readonly { brand: number; features: ReferenceFeatures }[]) {
  const share = 0.82 ** 2
  return Array.from({ length: seen.count }, (_, here) => {
    const toWords = Array.from({ length: wordCount }, (_, word) => distanceOf(seen.descriptors, here, words(), word))
    const everyday = Math.min(...toWords)
    const all = references.flatMap(({ brand, features }, reference) =>
      Array.from({ length: features.count }, (_, there) => {
        const distance = distanceOf(seen.descriptors, here, features.descriptors, there)
        return { here, brand, reference, there, distance }
      }),
    )
    const near = all.filter(({ distance }) => distance < everyday)
    const best = near.toSorted((a, b) => a.distance - b.distance)[0]
    const others = near.filter(({ brand }) => brand !== best?.brand).map(({ distance }) => distance)
    const limit = share * Math.min(everyday, ...others)
    return near.filter(({ brand, distance }) => brand === best?.brand && distance < limit)
  }).flat()
}

test('places of a photo match those that comparing all with all finds', async () => {
  // So few descriptors that all words are looked under.
  const references = [
    { brand: 0, features: await reference(1) },
    { brand: 1, features: await reference(2) },
    { brand: 1, features: await reference(3) },
  ]
  const seen = await photo()

  const matches = openMatchIndex(references).matches(seen)

  const plain = nearestPlainly(seen, references)
  const nameOf = ({ here, reference: one, there }: { here: number; reference: number; there: number }) =>
    `${here} ${one} ${there}`
  expect(references.reduce((sum, { features }) => sum + features.count, 0)).toBeLessThan(700)
  expect(matches.length).toBeGreaterThan(100)
  expect(matches.map(nameOf).sort()).toEqual(plain.map(nameOf).sort())
})

test('looking under the nearest words only loses few matches', async () => {
  const references = []
  for (let seed = 1; seed <= 24; seed++) references.push({ brand: seed, features: await reference(seed) })
  const seen = await photo()

  const matches = openMatchIndex(references).matches(seen)

  expect(references.reduce((sum, { features }) => sum + features.count, 0)).toBeGreaterThan(1400)
  expect(matches.length).toBeGreaterThan(0.8 * nearestPlainly(seen, references).length)
})

test('heads are never further apart than the descriptors: what they rule out is too far away', async () => {
  const { descriptors, count } = await photo()
  const k = openKernel()
  const room = roomIn(k)
  const [at, order, scratch, head] = [room.take(128), room.take(32), room.take(256), room.take(64)]
  const memory = new Uint8Array(k.memory.buffer)
  memory.set([...Array(32).keys()], order)
  const [heads, wholes] = [[] as number[][], [] as number[][]]
  for (let i = 0; i < count; i++) {
    memory.set(descriptors.subarray(128 * i, 128 * (i + 1)), at)
    k.headOf(at, order, scratch, head)
    heads.push([...new Int16Array(k.memory.buffer, head, 32)])
    k.transform(at, scratch)
    wholes.push([...new Int16Array(k.memory.buffer, scratch, 128)])
  }
  const squared = (a: readonly number[] = [], b: readonly number[] = []) =>
    a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0)

  for (let i = 1; i < count; i++) {
    const distance = distanceOf(descriptors, i, descriptors, i - 1)
    expect(squared(wholes[i], wholes[i - 1])).toBe(128 * distance)
    expect(squared(heads[i], heads[i - 1])).toBeLessThanOrEqual(128 * distance)
  }
})

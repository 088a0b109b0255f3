import { describe, expect, test } from '@jest/globals'
import { openMatchIndex } from '../../../src/brands/learned/matches.ts'
import { directions, referenceOf } from './made-up.ts'

const options = { device: 'cpu', threads: 1 } as const

function photoOf(descriptors: Float32Array) {
  const count = descriptors.length / 64
  const places = Float32Array.from({ length: count }, (_, i) => i)
  return { width: 640, height: 480, count, x: places, y: places, score: places, descriptors }
}

describe('places of a photo and of references', () => {
  test('match where each is the most alike of the other, and say how surprising that is', async () => {
    const [acme, zeta] = [referenceOf(11, 30), referenceOf(22, 40)]
    const index = await openMatchIndex(
      [
        { brand: 'Acme', reference: acme },
        { brand: 'Zeta', reference: zeta },
      ],
      options,
    )
    // 200 places of nothing, with Acme's 30 at the end: more than one block.
    const photo = photoOf(Float32Array.from([...directions(33, 200), ...directions(11, 30)]))

    const views = await index.matches(photo)

    expect(views.map(({ brand }) => brand)).toEqual(['Acme'])
    const matches = views[0]?.matches ?? []
    expect(matches).toHaveLength(30)
    for (const { from, to, similarity, otherwise, surprise } of matches) {
      const place = to.x - 200
      expect(from).toEqual({ x: (place * 37) % 100, y: (place * 61) % 100 })
      expect(similarity).toBeCloseTo(1, 5)
      expect(otherwise).toBeLessThan(0.7)
      expect(surprise).toBeCloseTo(4, 4)
    }
  })

  test('of two that are alike, only the more alike one matches', async () => {
    const index = await openMatchIndex([{ brand: 'Acme', reference: referenceOf(11, 30) }], options)
    const own = directions(11, 30)
    const noisy = own.map((value, i) => 0.9 * value + 0.02 * Math.sin(i))

    const views = await index.matches(photoOf(Float32Array.from([...noisy, ...own])))

    expect(views[0]?.matches.every(({ to }) => to.x >= 30)).toBe(true)
  })

  test('there are none without references, nor in a photo without places', async () => {
    const [none, some] = [
      await openMatchIndex([], options),
      await openMatchIndex([{ brand: 'Acme', reference: referenceOf(11, 30) }], options),
    ]

    expect(await none.matches(photoOf(directions(1, 5)))).toEqual([])
    expect(await some.matches(photoOf(new Float32Array()))).toEqual([])
  })
})

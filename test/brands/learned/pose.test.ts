import { describe, expect, test } from '@jest/globals'
import { type Affine, moved } from '../../../src/brands/features/affine.ts'
import type { Match } from '../../../src/brands/learned/matches.ts'
import { findPose } from '../../../src/brands/learned/pose.ts'

const reference = { width: 200, height: 100 }

/** Places of a reference spread over it, and where a map takes them. */
function matchesUnder(map: (x: number, y: number) => { x: number; y: number }, count = 20): Match[] {
  return Array.from({ length: count }, (_, i) => {
    const from = { x: 10 + ((i * i * 67) % 180), y: 8 + ((i * 31) % 84) }
    return matchOf(from, map(from.x, from.y))
  })
}

function matchOf(from: Match['from'], to: Match['to']): Match {
  return { from, to, similarity: 0.9, otherwise: 0.7, surprise: 1.5 }
}

const map: Affine = [0.9, -0.25, 300, 0.3, 0.8, 120]

describe('where a reference lies', () => {
  test('is found among as many matches that are wrong', () => {
    const right = matchesUnder((x, y) => moved(map, { x, y }))
    const wrong = matchesUnder((x, y) => ({ x: (x * 7919) % 640, y: (y * 104_729) % 480 }))

    const pose = findPose([...wrong, ...right], reference, 1)

    for (const corner of [
      { x: 0, y: 0 },
      { x: 200, y: 100 },
    ]) {
      const [found, truth] = [moved(pose?.affine as Affine, corner), moved(map, corner)]
      expect(Math.hypot(found.x - truth.x, found.y - truth.y)).toBeLessThan(8)
    }
    expect(right.filter((match) => pose?.matches.includes(match))).toHaveLength(20)
    expect(pose?.surprise).toBe(1.5 * (pose?.matches.length ?? 0))
  })

  test.each([
    ['mirrored', (x: number, y: number) => ({ x: 400 - x, y })],
    ['turned upside down', (x: number, y: number) => ({ x: 400 - x, y: 300 - y })],
    ['three times as large', (x: number, y: number) => ({ x: 3 * x, y: 3 * y })],
    ['squeezed to a line', (x: number, y: number) => ({ x, y: 50 + 0.1 * y })],
  ])('is not known where it is %s: the network does not know it again', (_how, other) => {
    expect(findPose(matchesUnder(other), reference, 1)).toBeNull()
  })

  test('is not known by what lies on one corner of it', () => {
    const corner = Array.from({ length: 12 }, (_, i) => {
      const from = { x: 5 + ((i * 5) % 24), y: 5 + ((i * 7) % 9) }
      return matchOf(from, { x: from.x + 50, y: from.y + 60 })
    })

    expect(findPose(corner, reference, 1)).toBeNull()
  })

  test('is not known by three matches, nor by none', () => {
    expect(
      findPose(
        matchesUnder((x, y) => ({ x, y }), 3),
        reference,
        1,
      ),
    ).toBeNull()
    expect(findPose([], reference, 1)).toBeNull()
  })
})

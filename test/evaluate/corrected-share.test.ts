import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { correctedMean } from '../../src/evaluate/corrected-mean.ts'
import { correctedShare } from '../../src/evaluate/corrected-share.ts'
import { roganGladen } from '../../src/evaluate/rogan-gladen.ts'
import { seeded } from '../../src/random.ts'

describe('Rogan and Gladen', () => {
  // asht::prevSeSp(97/500, 500, 45/50, 50, 190/200, 200) by its formulas, computed with scipy 1.16's normal quantile.
  test('have the interval of Lang and Reiczigel', () => {
    const share = roganGladen(
      { found: 97, all: 500 },
      { shown: 50, found_where_shown: 45, absent: 200, silent_where_absent: 190 },
    )

    expect(share.value).toBeCloseTo(0.16941176, 7)
    expect(share.interval?.low).toBeCloseTo(0.11670441786725369, 10)
    expect(share.interval?.high).toBeCloseTo(0.22701082518508023, 10)
  })

  test('say nothing of a detector that is no better than chance, or of a kind that was not labelled', () => {
    const nothing = { value: null, interval: null }

    expect(
      roganGladen({ found: 5, all: 9 }, { shown: 4, found_where_shown: 2, absent: 4, silent_where_absent: 2 }),
    ).toEqual(nothing)
    expect(
      roganGladen({ found: 5, all: 9 }, { shown: 0, found_where_shown: 0, absent: 4, silent_where_absent: 2 }),
    ).toEqual(nothing)
  })
})

describe('a corrected share', () => {
  test('lies within its interval, and both between 0 and 1, whatever was labelled', () => {
    const image = fc.record({ shown: fc.boolean(), found: fc.boolean(), cluster: fc.constantFrom('a', 'b', 'c', 'd') })
    fc.assert(
      fc.property(
        fc.array(image, { minLength: 2, maxLength: 30 }),
        fc.array(image, { maxLength: 60 }),
        (own, others) => {
          fc.pre(new Set(own.map(({ cluster }) => cluster)).size > 1)
          const share = correctedShare(own, others)

          expect(share?.interval?.low).toBeGreaterThanOrEqual(0)
          expect(share?.interval?.low).toBeLessThanOrEqual(share?.value ?? -1)
          expect(share?.interval?.high).toBeGreaterThanOrEqual(share?.value ?? 2)
          expect(share?.interval?.high).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('has no interval where one author took all labelled images, and a wide one where two did', () => {
    const labelled = (authors: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        shown: i % 4 < 2,
        found: i % 4 === 0,
        cluster: `author ${Math.floor((i * authors) / 40)}`,
      }))
    const sized = (authors: number) =>
      labelled(authors).map(({ shown, cluster }, i) => ({
        shown: shown ? 0.1 + 0.002 * i : null,
        found: null,
        cluster,
      }))

    expect(correctedShare(labelled(1), [])).toMatchObject({ value: 0.5, interval: null })
    expect(correctedMean(sized(1), [])).toMatchObject({ shown: 20, interval: null })
    expect(correctedMean(sized(1), [])?.value).toBeCloseTo(0.137, 12)
    // Of authors that say the same, one degree of freedom is left: scipy.stats.t.ppf(.975, 1) is 12.7.
    const factor = (authors: number) => Math.log((correctedMean(sized(authors), [])?.interval?.high ?? 0) / 0.137)
    expect(factor(2)).toBeGreaterThan(3 * factor(40))
  })

  test('covers the truth about as often as it says, where the share that was found never does', () => {
    const rounds = 300
    const covered = { share: 0, size: 0, found: 0 }
    const random = seeded(11)
    for (let round = 0; round < rounds; round++) {
      const images = Array.from({ length: 600 }, (_, i) => {
        const shown = random.next() < 0.3
        const size = random.between(0.1, 0.3)
        const seen = random.next() < (shown ? 0.6 : 0.02)
        return { shown: shown ? size : null, found: seen ? 0.7 * size : null, cluster: String(i) }
      })
      const [own, others] = [images.slice(0, 150), images.slice(150)]
      const yes = ({ shown, found: f, cluster }: (typeof images)[number]) => ({
        shown: shown !== null,
        found: f !== null,
        cluster,
      })
      const share = correctedShare(own.map(yes), others.map(yes))
      const size = correctedMean(own, others)
      if (share?.interval && share.interval.low <= 0.3 && share.interval.high >= 0.3) covered.share++
      if (size?.interval && size.interval.low <= 0.2 && size.interval.high >= 0.2) covered.size++
      if (Math.abs(images.filter((image) => image.found !== null).length / 600 - 0.3) < 0.04) covered.found++
    }

    // Three standard errors of 300 rounds around .95.
    expect(covered.share / rounds).toBeGreaterThan(0.912)
    expect(covered.size / rounds).toBeGreaterThan(0.912)
    expect(covered.share / rounds).toBeLessThan(0.99)
    expect(covered.found / rounds).toBeLessThan(0.2)
  })
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decide, joined } from '../../src/brands/decide.ts'
import type { Finding } from '../../src/brands/recogniser.ts'
import { type Stage, stages } from '../../src/brands/stages.ts'
import { type Box, boxArea, intersection } from '../../src/image/box.ts'

function finding(brand: string | null, stage: Stage, box: Box, similarity = 0.9): Finding {
  return {
    label: stage,
    brand,
    stage,
    box,
    similarity,
    score: 0.9,
    margin: null,
    text: null,
    model: 'm',
    modelSha256: null,
  }
}

const at = (x1: number, y1: number, width: number, height: number): Box => ({ x1, y1, x2: x1 + width, y2: y1 + height })

describe('one decision a region', () => {
  test('the more precise stage is believed, however like the other brand is', () => {
    const decided = decide([
      finding('Other', 'embedding', at(0, 0, 100, 50), 0.99),
      finding('Acme', 'wordmark', at(10, 10, 80, 30), 0.8),
    ])

    expect(decided.map(({ brand, stage }) => [brand, stage])).toEqual([['Acme', 'wordmark']])
  })

  test('a symbol and the wordmark under it are one logo with one box', () => {
    const decided = decide([
      finding('Acme', 'features', at(100, 0, 80, 80)),
      { ...finding('Acme', 'wordmark', at(90, 85, 100, 20)), text: 'ACME' },
    ])

    expect(decided).toHaveLength(1)
    expect(decided[0]).toMatchObject({ stage: 'wordmark', text: 'ACME', box: { x1: 90, y1: 0, x2: 190, y2: 105 } })
  })

  test('the outline of a reference is the box of a logo whose text was read, too', () => {
    const decided = decide([
      { ...finding('Acme', 'wordmark', at(45, 90, 120, 20)), text: 'ACME' },
      finding('Acme', 'features', at(50, 50, 100, 100)),
    ])

    expect(decided).toHaveLength(1)
    expect(decided[0]).toMatchObject({ stage: 'wordmark', text: 'ACME', box: at(50, 50, 100, 100) })
  })

  test('the rough region of an embedding moves no box of another stage that it lies over', () => {
    const decided = decide([
      finding('Acme', 'shapes', at(50, 50, 100, 100)),
      finding('Acme', 'embedding', at(30, 60, 160, 120), 0.95),
    ])

    expect(decided.map(({ stage, box }) => [stage, box])).toEqual([['shapes', at(50, 50, 100, 100)]])
  })

  test('two wordmarks side by side are two logos, and so is a symbol far from its wordmark', () => {
    const side = [finding('Acme', 'wordmark', at(0, 0, 100, 20)), finding('Acme', 'wordmark', at(105, 0, 100, 20))]
    const far = [finding('Acme', 'features', at(0, 0, 50, 50)), finding('Acme', 'wordmark', at(0, 200, 50, 20))]

    expect(decide(side)).toHaveLength(2)
    expect(decide(far)).toHaveLength(2)
  })

  test('what is unknown to one stage is not reported where another knows it, and stays elsewhere', () => {
    const decided = decide([
      finding(null, 'embedding', at(0, 0, 100, 100)),
      finding('Acme', 'features', at(10, 10, 80, 80)),
      finding(null, 'embedding', at(300, 0, 100, 100)),
    ])

    expect(decided.map(({ brand, box }) => [brand, box.x1])).toEqual([
      ['Acme', 10],
      [null, 300],
    ])
  })

  test('no region has two brands, every brand keeps its surest logo, and the order of the findings is no matter', () => {
    const box = fc
      .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 60 }))
      .map(([x, y, side]) => at(x, y, side, side))
    const findings = fc.array(
      fc
        .tuple(fc.constantFrom('A', 'B', null), fc.constantFrom(...stages), box, fc.integer({ min: 0, max: 100 }))
        .map(([brand, stage, place, likeness]) => finding(brand, stage, place, likeness / 100)),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(findings, fc.integer({ min: 0, max: 11 }), (all, turn) => {
        const decided = decide(all)

        const turned = decide([...all.slice(turn), ...all.slice(0, turn)])
        expect(turned).toEqual(decided)
        for (const a of decided) {
          for (const b of decided) {
            if (a.brand === b.brand) continue
            const smaller = Math.min(boxArea(a.box), boxArea(b.box))
            expect(boxArea(intersection(a.box, b.box))).toBeLessThan(0.5 * smaller)
          }
        }
      }),
    )
  })
})

test('what is found again stands beside what was decided, and takes the place of what was unknown there', () => {
  const decided = [finding('Acme', 'features', at(0, 0, 50, 50)), finding(null, 'embedding', at(200, 0, 50, 50))]
  const elsewhere = finding(null, 'embedding', at(0, 300, 50, 50))
  const more = [finding('Acme', 'features', at(205, 5, 50, 50))]

  expect(joined([...decided, elsewhere], more)).toEqual([decided[0], elsewhere, more[0]])
})

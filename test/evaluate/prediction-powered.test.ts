import { describe, expect, test } from '@jest/globals'
import { predictionPoweredRatio } from '../../src/evaluate/prediction-powered.ts'

const bits = (text: string) => [...text].map((bit) => bit === '1')
const truth = bits('0001110110010000100101010010010100110110')
const found = bits('0001110111000101100101010010010100101100')
// 200 unlabelled images, half of them with a finding; their order is no matter.
const rest = Array.from({ length: 200 }, (_, i) => ({ found: i % 2 === 0, cluster: `r${i}` }))
const labelled = truth.map((shown, i) => ({ shown, found: found[i] as boolean, cluster: `l${i}` }))

const units = {
  labelled: labelled.map(({ shown, found: f, cluster }) => ({
    above: Number(shown),
    below: 1,
    cluster,
    found: { above: Number(f), below: 1 },
  })),
  rest: rest.map(({ found: f, cluster }) => ({ above: Number(f), below: 1, cluster })),
}

describe('prediction-powered inference', () => {
  // ppi_mean_pointestimate(Y, Yhat, Yhat_unlabeled) and ppi_mean_ci(..., alpha=0.05) of ppi-python 0.2.3.
  test('has the value and the interval of ppi-python', () => {
    const powered = predictionPoweredRatio(units.labelled, units.rest)

    expect(powered?.value).toBeCloseTo(0.45135541, 7)
    const half = 1.959964 * Math.sqrt(powered?.variance ?? 0)
    // ppi-python divides by n, we by n - 1: at 40 labels a difference of 1.3 %.
    expect(half * Math.sqrt(39 / 40)).toBeCloseTo((0.57518902 - 0.3275218) / 2, 3)
  })

  test('takes labels alone where findings say nothing', () => {
    const blind = units.labelled.map((unit) => ({ ...unit, found: { above: 0, below: 1 } }))

    const powered = predictionPoweredRatio(
      blind,
      units.rest.map((unit) => ({ ...unit, above: 0 })),
    )

    expect(powered).toMatchObject({ lambda: 0, value: expect.closeTo(truth.filter(Boolean).length / 40, 10) })
  })

  test('is as sure as if all were labelled where findings are the truth', () => {
    const perfect = units.labelled.map((unit) => ({ ...unit, found: { above: unit.above, below: 1 } }))

    const powered = predictionPoweredRatio(perfect, units.rest)

    const share = (100 + truth.filter(Boolean).length) / 240
    expect(powered?.value).toBeCloseTo(share, 2)
    expect(powered?.variance).toBeCloseTo((share * (1 - share)) / 240, 4)
  })

  test('is less sure when images come in clusters', () => {
    const paired = units.labelled
      .toSorted((a, b) => a.above - b.above)
      .map((unit, i) => ({ ...unit, cluster: `pair${Math.floor(i / 2)}` }))

    const alone = predictionPoweredRatio(units.labelled, units.rest)
    const together = predictionPoweredRatio(paired, units.rest)

    expect(together?.value).toBeCloseTo(alone?.value ?? 0, 10)
    expect(together?.variance ?? 0).toBeGreaterThan(1.2 * (alone?.variance ?? 0))
  })

  test('a ratio does not change with the unit of what is above the line, and is undefined for nothing below', () => {
    const sized = labelled.map(({ shown, cluster }, i) => ({
      above: shown ? 0.1 + (i % 7) / 10 : 0,
      below: Number(shown),
      cluster,
      found: { above: found[i] ? 0.1 + (i % 5) / 10 : 0, below: Number(found[i]) },
    }))
    const others = rest.map(({ found: f, cluster }, i) => ({ above: f ? (i % 9) / 10 : 0, below: Number(f), cluster }))
    const scaled = sized.map((unit) => ({
      ...unit,
      above: 10 * unit.above,
      found: { ...unit.found, above: 10 * unit.found.above },
    }))

    const one = predictionPoweredRatio(sized, others)
    const ten = predictionPoweredRatio(
      scaled,
      others.map((unit) => ({ ...unit, above: 10 * unit.above })),
    )

    expect(ten?.value).toBeCloseTo(10 * (one?.value ?? 0), 8)
    expect(ten?.variance).toBeCloseTo(100 * (one?.variance ?? 0), 8)
    expect(
      predictionPoweredRatio(
        sized.map((unit) => ({ ...unit, above: 0, below: 0 })),
        others,
      ),
    ).toBeNull()
  })
})

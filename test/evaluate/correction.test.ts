import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { writeShard } from '../../src/dataset/write.ts'
import { correctedMean } from '../../src/evaluate/corrected-mean.ts'
import { correctedShare } from '../../src/evaluate/corrected-share.ts'
import { predictionPoweredRatio } from '../../src/evaluate/prediction-powered.ts'
import { roganGladen } from '../../src/evaluate/rogan-gladen.ts'
import { studentT975 } from '../../src/evaluate/student-t.ts'
import { seeded } from '../../src/random.ts'
import { limelight } from '../run/cli.ts'

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

test("Student's t is that of the tables", () => {
  // scipy.stats.t.ppf(.975, df)
  expect([9, 20, 100].map(studentT975)).toEqual([2.262157, 2.085963, 1.983972].map((t) => expect.closeTo(t, 3)))
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

          expect(share?.interval.low).toBeGreaterThanOrEqual(0)
          expect(share?.interval.low).toBeLessThanOrEqual(share?.value ?? -1)
          expect(share?.interval.high).toBeGreaterThanOrEqual(share?.value ?? 2)
          expect(share?.interval.high).toBeLessThanOrEqual(1)
        },
      ),
    )
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
      if (share && share.interval.low <= 0.3 && share.interval.high >= 0.3) covered.share++
      if (size && size.interval.low <= 0.2 && size.interval.high >= 0.2) covered.size++
      if (Math.abs(images.filter((image) => image.found !== null).length / 600 - 0.3) < 0.04) covered.found++
    }

    // Three standard errors of 300 rounds around .95.
    expect(covered.share / rounds).toBeGreaterThan(0.912)
    expect(covered.size / rounds).toBeGreaterThan(0.912)
    expect(covered.share / rounds).toBeLessThan(0.99)
    expect(covered.found / rounds).toBeLessThan(0.2)
  })
})

describe('limelight eval --correct', () => {
  let out = ''
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'limelight-correct-'))
    const names = Array.from({ length: 120 }, (_, i) => `image${i}`)
    const shown = (i: number) => i % 3 === 0
    const seen = (i: number) => i % 6 === 0
    const row = (name: string, i: number) => ({
      row_id: name,
      uri: `/photos/${name}.jpg`,
      key: `${name}.jpg`,
      status: 'ok',
      width: 100,
      height: 100,
      logo_count: seen(i) ? 1 : 0,
    })
    const logo = (name: string) => ({
      row_id: name,
      detection_id: name,
      task: 'logo',
      label: 'wordmark',
      stage: 'wordmark',
      brand: 'Acme',
      score: 1,
      similarity: 1,
      x1: 0,
      y1: 0,
      x2: 30,
      y2: 30,
    })
    await writeShard(out, 'images', names.map(row))
    await writeShard(out, 'detections', names.filter((_, i) => seen(i)).map(logo))
    await writeFile(
      join(out, 'run.json'),
      JSON.stringify({ brands: ['Acme'], pipeline_digest: 'abc', sources: [], models: [] }),
    )
    const boxes = [{ brand: 'Acme', xyxy: [0, 0, 40, 40] }]
    const label = (name: string, i: number) => ({
      file: `${name}.jpg`,
      brands: shown(i) ? ['Acme'] : [],
      boxes: shown(i) ? boxes : [],
    })
    await writeFile(join(out, 'labels.json'), JSON.stringify(names.map(label).slice(0, 60)))
    await writeFile(join(out, 'few.json'), JSON.stringify(names.map(label).slice(0, 20)))
  })
  afterAll(() => rm(out, { recursive: true, force: true }))

  test('frees the share and the size of what was missed, and writes it beside the dataset', async () => {
    const { code, stdout } = await limelight(['eval', out, '--truth', join(out, 'labels.json'), '--correct'])

    expect(code).toBe(0)
    expect(stdout).toMatch(/Acme +17.%.*33.%/)
    const {
      brands,
      labelled: count,
      pipeline_digest,
    } = JSON.parse(await readFile(join(out, 'correction.json'), 'utf8'))
    expect({ count, pipeline_digest }).toEqual({ count: 60, pipeline_digest: 'abc' })
    // Found in one of six, of size .09; shown in one of three, of size .16.
    expect(brands[0].found.value).toBeCloseTo(1 / 6, 10)
    expect(brands[0].corrected.value).toBeCloseTo(1 / 3, 10)
    expect(brands[0].rogan_gladen.value).toBeCloseTo(1 / 3, 10)
    expect(brands[0].size.found).toBeCloseTo(0.09, 10)
    expect(brands[0].size.corrected.value).toBeCloseTo(0.16, 10)
  })

  test('refuses a sample that is too small to say anything', async () => {
    const { code, stderr } = await limelight(['eval', out, '--truth', join(out, 'few.json'), '--correct'])

    expect(code).toBe(2)
    expect(stderr).toContain('20 images are labelled; it takes a random sample of at least 30')
  })

  test('draws a sample that is the same for a seed, and refuses it while it is not filled in', async () => {
    const draw = (seed: string) => limelight(['eval', out, '--draw', '40', '--seed', seed])

    const [first, again, other] = await Promise.all([draw('1'), draw('1'), draw('2')])
    const files = JSON.parse(first.stdout).map(({ file }: { file: string }) => file)
    await writeFile(join(out, 'sample.json'), first.stdout)
    const unfilled = await limelight(['eval', out, '--truth', join(out, 'sample.json')])

    expect(new Set(files).size).toBe(40)
    expect(again.stdout).toBe(first.stdout)
    expect(other.stdout).not.toBe(first.stdout)
    expect(unfilled.code).toBe(2)
    expect(unfilled.stderr).toMatch(/sample\.json:2: \[0\]\.brands: is still to be filled in/)
  })
})

/**
 * How often 95 % intervals hold the truth, by simulation: images show a brand or not, a detector errs, a random sample is
 * labelled. Of the share of images: what was found, the normal interval of PPI++, ours, Rogan-Gladen, and labels alone
 * (Wilson); of the mean size where shown: what was found, ours. Usage: npm run bench -- correction [ROUNDS]
 */
import { correctedMean } from '../src/evaluate/corrected-mean.ts'
import { correctedShare } from '../src/evaluate/corrected-share.ts'
import { predictionPoweredRatio } from '../src/evaluate/prediction-powered.ts'
import { roganGladen } from '../src/evaluate/rogan-gladen.ts'
import { type Random, seeded } from '../src/random.ts'
import type { Interval } from '../src/report/statistics/interval.ts'
import { wilson } from '../src/report/statistics/wilson.ts'

interface Case {
  share: number
  sensitivity: number
  specificity: number
  labelled: number
  images: number
}

interface Image {
  shown: boolean
  found: boolean
  size: number
  foundSize: number
  cluster: string
}

const rounds = Number(process.argv[2] ?? 2000)
const z = 1.959964
const trueMeanSize = 0.2
const cases: Case[] = [0.5, 0.3, 0.1, 0.03].flatMap((share) =>
  [100, 300].flatMap((labelled) => [
    { share, sensitivity: 0.8, specificity: 0.99, labelled, images: 3000 },
    { share, sensitivity: 0.5, specificity: 0.999, labelled, images: 3000 },
  ]),
)
const widest: Record<string, number[]> = {}

console.log(`95 % intervals that hold the truth, and their mean width; ${rounds} rounds`)
for (const [index, one] of cases.entries()) {
  const random = seeded(2026 + index)
  const tally = new Map<string, { held: number; width: number; of: number }>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, { interval, truth }] of Object.entries(intervalsOf(one, random))) {
      const sum = tally.get(name) ?? { held: 0, width: 0, of: 0 }
      tally.set(name, sum)
      if (!interval) continue
      sum.of++
      sum.width += interval.high - interval.low
      if (interval.low <= truth && truth <= interval.high) sum.held++
    }
  }
  console.log(
    `\nshare ${one.share}, sensitivity ${one.sensitivity}, specificity ${one.specificity}, ${one.labelled} labelled of ${one.images}`,
  )
  for (const [name, { held, width, of }] of tally) {
    // An interval that is given in a few rounds only says nothing of how often such intervals hold.
    if (of > rounds / 2) widest[name] = [...(widest[name] ?? []), held / of]
    console.log(
      `  ${name.padEnd(34)} ${(100 * (held / of)).toFixed(1).padStart(5)} %   ${(width / of).toFixed(4)}   ${of < rounds ? `(${rounds - of} without)` : ''}`,
    )
  }
}
console.log('\nfrom the lowest to the highest over all cases')
for (const [name, held] of Object.entries(widest)) {
  console.log(
    `  ${name.padEnd(34)} ${(100 * Math.min(...held)).toFixed(1)} to ${(100 * Math.max(...held)).toFixed(1)} %`,
  )
}

function intervalsOf(one: Case, random: Random): Record<string, { interval: Interval | null; truth: number }> {
  const images = Array.from({ length: one.images }, (_, i) => draw(one, random, String(i)))
  const [labelled, rest] = [images.slice(0, one.labelled), images.slice(one.labelled)]
  const count = (of: Image[], is: (image: Image) => boolean) => of.filter(is).length
  const found = count(images, (image) => image.found)
  const plain = predictionPoweredRatio(
    labelled.map(({ shown, found: f, cluster }) => ({
      above: Number(shown),
      below: 1,
      cluster,
      found: { above: Number(f), below: 1 },
    })),
    rest.map(({ found: f, cluster }) => ({ above: Number(f), below: 1, cluster })),
  )
  const foundSizes = images.filter((image) => image.found).map(({ foundSize }) => foundSize)
  const ofShare = (interval: Interval | null) => ({ interval, truth: one.share })
  const ofSize = (interval: Interval | null) => ({ interval, truth: trueMeanSize })
  return {
    'share: as found': ofShare(wilson(found, images.length)),
    'share: labels alone': ofShare(
      wilson(
        count(labelled, (image) => image.shown),
        labelled.length,
      ),
    ),
    'share: PPI++, normal': ofShare(plain && around(plain.value, Math.sqrt(plain.variance))),
    'share: PPI++, ours': ofShare(correctedShare(labelled, rest)?.interval ?? null),
    'share: Rogan-Gladen': ofShare(
      roganGladen(
        { found, all: images.length },
        {
          shown: count(labelled, (image) => image.shown),
          found_where_shown: count(labelled, (image) => image.shown && image.found),
          absent: count(labelled, (image) => !image.shown),
          silent_where_absent: count(labelled, (image) => !image.shown && !image.found),
        },
      ).interval,
    ),
    'mean size: as found': ofSize(meanInterval(foundSizes)),
    'mean size: PPI++': ofSize(
      correctedMean(
        labelled.map((image) => ({
          shown: image.shown ? image.size : null,
          found: image.found ? image.foundSize : null,
          cluster: image.cluster,
        })),
        rest.map((image) => ({ found: image.found ? image.foundSize : null, cluster: image.cluster })),
      )?.interval ?? null,
    ),
  }
}

/** Sizes are skewed as real ones are: the square of a uniform number; found ones are too small by a fifth, and noisy. */
function draw({ share, sensitivity, specificity }: Case, random: Random, cluster: string): Image {
  const shown = random.next() < share
  const size = 0.6 * random.next() ** 2
  const found = shown ? random.next() < sensitivity * (size > 0.05 ? 1.1 : 0.75) : random.next() > specificity
  return { shown, found, size, foundSize: Math.max(0.001, size * random.between(0.5, 1.1)), cluster }
}

function meanInterval(values: readonly number[]): Interval | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? null : around(mean, Math.sqrt(squares / (values.length - 1) / values.length))
}

function around(value: number, deviation: number): Interval {
  return { low: value - z * deviation, high: value + z * deviation }
}

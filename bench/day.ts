import { parseArgs } from 'node:util'
import { machines, pricesOf, usualMachine } from '../src/cloud/prices.ts'
import { type Day, type Night, simulate } from './model/day.ts'
import { type Choice, derivation, measureStages, rateOn } from './model/rate.ts'

/**
 * `npm run bench -- day [--rate N] [--price DOLLARS] [--max-workers N] [--target-minutes N] [--interruptions N] [--seed N]
 * [--photos N] [--variables core|curated|all]`: a day of Instagram, 69 million photos between 22:00 and 06:00, simulated with the dispatch that the stack runs:
 * workers, drain time, cost. No AWS. Goal: under $70.
 */
const goal = 70
const { values } = parseArgs({
  options: {
    rate: { type: 'string' },
    price: { type: 'string', default: String(machines[usualMachine].spot.usual) },
    photos: { type: 'string', default: '69e6' },
    'max-workers': { type: 'string', default: '200' },
    'target-minutes': { type: 'string', default: '60' },
    interruptions: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
    variables: { type: 'string', default: 'core' },
  },
})
const stages = values.rate === undefined ? await measureStages(values.variables as Choice) : null
const rate = stages ? rateOn(usualMachine, stages).rate : number('rate')
const day = (own: Partial<Day>): Day => ({
  photos: number('photos'),
  path: 'manifests',
  rate,
  price: number('price'),
  maxWorkers: number('max-workers'),
  targetMinutes: number('target-minutes'),
  interruptionsAnHour: number('interruptions'),
  seed: number('seed'),
  dispatchMinutes: 5,
  startMinutes: [3, 7],
  lostSeconds: 30,
  idleSeconds: 60,
  ...own,
})

const asked = day({})
console.log(
  `${millions(asked.photos)} photos from 22:00 to 06:00; a worker measures ${asked.rate.toFixed(0)} a second (${stages ? 'reckoned, see below' : 'assumed'}, not measured) at $${asked.price} an hour; ` +
    `prices of ${pricesOf}; seed ${asked.seed}\n`,
)
const night = simulate(asked)
table(night)
const events = simulate(day({ path: 'events' }))
console.log('')
for (const [name, one] of [
  ['in manifests', night],
  ['an event each', events],
] as const) {
  console.log(
    `${name.padEnd(14)} $${one.dollars.toFixed(2)}: ${dearest(one)}. Drained at ${clock(one.drained)}, ${one.workerHours.toFixed(0)} worker hours ` +
      `(${(one.busy * 100).toFixed(0)} % measuring), at most ${one.most} workers, ${one.interruptions} interruptions. Goal $${goal}: ${one.dollars < goal ? 'reached' : 'not reached'}.`,
  )
}

if (stages) console.log(`\n${derivation(stages).join('\n')}`)
console.log(
  `\nThe night's cost hangs on the rate:\n${'images/s'.padEnd(15)}${rates()
    .map((rate) => String(rate).padStart(8))
    .join('')}`,
)
for (const path of ['manifests', 'events'] as const) {
  const cells = rates().map((rate) => simulate(day({ path, rate })).dollars.toFixed(0).padStart(8))
  console.log(`${(path === 'events' ? 'an event each' : 'in manifests').padEnd(15)}${cells.join('')}`)
}
for (const path of ['manifests', 'events'] as const) {
  const needed = rateFor(path)
  console.log(
    `${path === 'events' ? 'With an event each' : 'With manifests'}, $${goal} needs ` +
      (needed === null
        ? 'more than 2,000 images a second a worker: requests alone cost nearly as much.'
        : `${needed} images a second a worker.`),
  )
}

/** The least rate with which the night costs less than the goal. */
function rateFor(path: Day['path']): number | null {
  let [low, high] = [1, 2000]
  if (simulate(day({ path, rate: high })).dollars >= goal) return null
  while (high - low > 1) {
    const middle = Math.round((low + high) / 2)
    if (simulate(day({ path, rate: middle })).dollars < goal) high = middle
    else low = middle
  }
  return high
}

function table({ hours }: Night): void {
  const cell = (text: string) => text.padStart(12)
  console.log(['from', 'arrived', 'measured', 'waiting', 'workers', 'interrupted', 'workers, $'].map(cell).join(''))
  for (const hour of hours) {
    const { from, arrived, measured, waiting, workers, interruptions, dollars } = hour
    const texts = [
      from,
      millions(arrived),
      millions(measured),
      millions(waiting),
      String(workers),
      String(interruptions),
    ]
    console.log([...texts, dollars.toFixed(2)].map(cell).join(''))
  }
}

function dearest({ parts }: Night): string {
  return parts
    .toSorted((a, b) => b.dollars - a.dollars)
    .slice(0, 4)
    .map(({ name, dollars }) => `${name} $${dollars.toFixed(2)}`)
    .join(', ')
}

function rates(): number[] {
  return [40, 60, 80, 100, 150, 200, 300, 400]
}

function clock(hours: number): string {
  const minutes = Math.round(hours * 60) + 22 * 60
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function millions(images: number): string {
  return `${(images / 1e6).toFixed(images < 1e6 ? 2 : 1)} M`
}

function number(name: keyof typeof values): number {
  const given = Number(values[name])
  if (Number.isFinite(given) && given >= 0) return given
  throw new Error(`--${name} ${values[name]}: is no such number`)
}

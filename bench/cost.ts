import { parseArgs } from 'node:util'
import { type MachineName, machines, prices, pricesOf, usualMachine } from '../src/cloud/prices.ts'
import { type Assumptions, costOfMillion, rateFor, total, usual } from './model/cost.ts'
import { type Choice, derivation, measureStages, rateOn } from './model/rate.ts'

/**
 * `npm run bench -- cost [--rate N] [--machine NAME | --price DOLLARS] [--per-message N] [--idle SHARE] [--variables core|curated|all]`: what a
 * million images of 1080 px costs on AWS, part by part, and the rate that a worker needs for the goal. A model, not a bill: prices are
 * data of src/cloud/prices.ts, the other assumptions stand in bench/model/cost.ts. Without the images' own upload and storage.
 */
const goal = 1

const { values } = parseArgs({
  options: {
    rate: { type: 'string' },
    machine: { type: 'string', default: usualMachine },
    price: { type: 'string' },
    'per-message': { type: 'string', default: String(usual.perMessage) },
    idle: { type: 'string', default: String(usual.idle) },
    variables: { type: 'string', default: 'core' },
  },
})
const machine = values.machine as MachineName
if (!(machine in machines)) throw new Error(`--machine ${machine}: there are ${Object.keys(machines).join(', ')}`)
const stages = values.rate === undefined ? await measureStages(values.variables as Choice) : null
const rate = stages ? rateOn(machine, stages).rate : positive('rate')
const price = values.price === undefined ? machines[machine].spot.usual : positive('price')
const assumptions = (path: Assumptions['path']): Assumptions => ({
  ...usual,
  path,
  rate,
  price,
  perMessage: positive('per-message'),
  idle: positive('idle'),
})

console.log(
  `A million images, ${rate.toFixed(0)} a second a worker, ${machine} on spot at $${price} an hour; prices of ${pricesOf}\n`,
)
const [events, manifests] = [costOfMillion(assumptions('events')), costOfMillion(assumptions('manifests'))]
console.log(row('', 'uploads', 'manifests'))
for (const [at, part] of events.entries()) {
  console.log(`${row(part.name, money(part.dollars), money(manifests[at]?.dollars ?? 0))}   ${part.says}`)
}
console.log(row('all', money(total(events)), money(total(manifests))))

for (const path of ['events', 'manifests'] as const) {
  const parts = costOfMillion(assumptions(path)).toSorted((a, b) => b.dollars - a.dollars)
  const share = ((parts[0]?.dollars ?? 0) / total(parts)) * 100
  const needed = rateFor(goal, assumptions(path))
  const reached = total(parts) <= goal ? 'reached' : 'not reached'
  console.log(
    `\n${path === 'events' ? 'Uploads, an event each' : 'Manifests'}: ${parts[0]?.name} dominate with ${share.toFixed(0)} %. ` +
      `Goal $${goal.toFixed(2)}: ${reached}; ` +
      (needed === null
        ? 'no rate reaches it, as requests alone cost more.'
        : `it needs ${needed.toFixed(0)} images a second a worker.`),
  )
}
console.log('\nimages/s'.padEnd(10), ...[30, 60, 100, 150, 200, 400, 800].map((each) => String(each).padStart(7)))
for (const path of ['events', 'manifests'] as const) {
  const cells = [30, 60, 100, 150, 200, 400, 800].map((each) =>
    total(costOfMillion({ ...assumptions(path), rate: each }))
      .toFixed(2)
      .padStart(7),
  )
  console.log((path === 'events' ? 'uploads' : path).padEnd(9), ...cells)
}

if (stages) {
  console.log(`\n${derivation(stages).join('\n')}\nSo a worker with all of a machine reaches what is less of:`)
  console.log(row('', 'vCPUs', 'spot, $/h', 'cores, /s', 'GPU, /s', 'uploads', 'manifests'))
  for (const [name, { vcpus, spot }] of Object.entries(machines)) {
    const reached = rateOn(name as MachineName, stages)
    const own = { rate: reached.rate, price: spot.usual }
    const dollars = (['events', 'manifests'] as const).map((path) =>
      total(costOfMillion({ ...assumptions(path), ...own })),
    )
    const rates = [reached.cores.toFixed(0), reached.gpu?.toFixed(0) ?? '-']
    console.log(
      row(name, String(vcpus), spot.usual.toFixed(2), ...rates, ...dollars.map((one) => `$${one.toFixed(2)}`)),
    )
  }
}
console.log(`
Not in it: the PUT of each upload ($${(prices.s3Put.dollars * 1e6).toFixed(2)} a million, paid by who uploads), storage of the images, the container image's
storage, alarms and dashboard, which do not grow with images. No worker was run on such a machine: the rate is reckoned, not measured. Uploads that are found by
listing (announce=listing) cost what manifests cost, and $0.005 a million for each time that they are listed.`)

function positive(name: 'rate' | 'price' | 'per-message' | 'idle'): number {
  const number = Number(values[name])
  if (!(number >= 0) || (name !== 'idle' && number === 0))
    throw new Error(`--${name} ${values[name]}: is no such number`)
  return number
}

function row(name: string, ...cells: string[]): string {
  return [name.padEnd(19), ...cells.map((cell) => cell.padStart(10))].join('')
}

function money(dollars: number): string {
  return `$${dollars.toFixed(4)}`
}

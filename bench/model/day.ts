import { type DispatchSizes, imagesAMessage, workersToStart } from '../../src/cloud/dispatch-decision.ts'
import { workerHour } from '../../src/cloud/prices.ts'
import { seeded } from '../../src/random.ts'
import { type Assumptions, costOfMillion, type Part, usual } from './cost.ts'

export interface Day extends DispatchSizes {
  /** Photos that arrive between 22:00 and 06:00. */
  photos: number
  path: Assumptions['path']
  /** Dollars of a worker's machine for an hour. */
  price: number
  seed: number
  /** Minutes between two dispatches. */
  dispatchMinutes: number
  /** Minutes from a job's start to its first image: machine, container image, models. */
  startMinutes: [least: number, most: number]
  /** Interruptions of a spot machine, for each hour that it runs. */
  interruptionsAnHour: number
  /** Seconds of work that an interruption loses. */
  lostSeconds: number
  /** Seconds without a message after which a worker ends. */
  idleSeconds: number
}

export interface Hour {
  /** `22:00`. */
  from: string
  arrived: number
  measured: number
  waiting: number
  /** Workers that are paid, at most. */
  workers: number
  interruptions: number
  dollars: number
}

export interface Night {
  hours: Hour[]
  measured: number
  /** Hours after 22:00 at which nothing waits any more. */
  drained: number
  workerHours: number
  /** Of the workers' paid time: measuring. */
  busy: number
  interruptions: number
  most: number
  parts: Part[]
  dollars: number
}

const step = 10
const arriving = 8 * 3600
/** A night that is not over then never will be. */
const longest = 72 * 3600

/** A worker is paid from its start; it has a spell of its own luck. */
interface Worker {
  readyAt: number
  interruptedAt: number
  idleSince: number | null
}

/**
 * A day of Instagram, in steps of 10 seconds: photos arrive, the dispatch of the stack decides, machines start, measure, are
 * interrupted and end. No AWS. Work is a flow: images are not followed one by one.
 */
export function simulate(day: Day): Night {
  const random = seeded(day.seed)
  const queue = day.path === 'events' ? 'uploads' : 'manifests'
  const newWorker = (now: number): Worker => ({
    readyAt: now + random.between(...day.startMinutes) * 60,
    interruptedAt: now - (Math.log(1 - random.next()) / day.interruptionsAnHour) * 3600,
    idleSince: null,
  })
  let workers: Worker[] = []
  let [waiting, measured, paid, busy, interruptions, most, drained] = [0, 0, 0, 0, 0, 0, 0]
  const hours: Hour[] = []
  for (let now = 0; now < longest; now += step) {
    const came = day.photos * (share(now + step) - share(now))
    waiting += came

    const ready = workers.filter(({ readyAt }) => readyAt <= now)
    const work = Math.min(waiting, ready.length * day.rate * step)
    waiting -= work
    measured += work
    paid += workers.length * step
    busy += work / day.rate
    if (waiting > 0.5 || now < arriving) drained = now + step

    // Each worker has about the same share; where there is less than all can do, all have pauses.
    const full = ready.length === 0 || work >= ready.length * day.rate * step * 0.02
    for (const worker of ready) worker.idleSince = full ? null : (worker.idleSince ?? now)
    let lost = 0
    workers = workers.flatMap((worker) => {
      if (worker.idleSince !== null && now - worker.idleSince >= day.idleSeconds) return []
      if (worker.interruptedAt > now) return [worker]
      lost++
      // Batch tries the job again on another machine; what was in hand comes again.
      if (worker.readyAt <= now && work > 0) {
        const again = Math.min(measured, day.rate * day.lostSeconds)
        waiting += again
        measured -= again
      }
      return [newWorker(now)]
    })
    interruptions += lost

    if (now % (day.dispatchMinutes * 60) === 0) {
      const inHand = ready.length * day.rate * 30
      const messages = (images: number) => Math.ceil(images / imagesAMessage[queue])
      const state = { queue, waiting: messages(waiting), inFlight: messages(inHand), running: workers.length } as const
      const start = workersToStart([state], day)[queue]
      for (let at = 0; at < start; at++) workers.push(newWorker(now))
    }
    most = Math.max(most, workers.length)
    tell(now, { came, work, lost })
    if (now >= arriving && waiting < 0.5 && workers.length === 0) break
  }
  const parts = costOfNight(day, paid / 3600)
  return {
    ...{ hours, measured, interruptions, most, parts },
    drained: drained / 3600,
    workerHours: paid / 3600,
    busy: busy / paid,
    dollars: parts.reduce((sum, { dollars }) => sum + dollars, 0),
  }

  function tell(now: number, { came, work, lost }: { came: number; work: number; lost: number }): void {
    if (now % 3600 === 0) {
      const from = `${String((22 + now / 3600) % 24).padStart(2, '0')}:00`
      hours.push({ from, arrived: 0, measured: 0, waiting: 0, workers: 0, interruptions: 0, dollars: 0 })
    }
    const hour = hours.at(-1) as Hour
    hour.arrived += came
    hour.measured += work
    hour.waiting = waiting
    hour.workers = Math.max(hour.workers, workers.length)
    hour.interruptions += lost
    hour.dollars = (paid / 3600) * workerHour({ price: day.price })
  }
}

/**
 * Share of the photos that have arrived so many seconds after 22:00: an evening that ebbs away, least at 03:20, and a
 * morning that begins; in the busiest minute 2.3 times as many as in the quietest.
 */
function share(seconds: number): number {
  const at = Math.min(1, seconds / arriving)
  const [swing, turns] = [0.4, 1.5 * Math.PI]
  const integral = (x: number) => x + (swing / turns) * Math.sin(turns * x)
  return (integral(at) - integral(0)) / (integral(1) - integral(0))
}

/** Workers by the hours that the simulation has paid, the rest by the model of a million images. */
function costOfNight(day: Day, workerHours: number): Part[] {
  const millions = day.photos / 1e6
  const { path, rate, price, photos } = day
  // The report reads more of a larger day, and the night has more rounds of waiting.
  const parts = costOfMillion({
    ...usual,
    path,
    rate,
    price,
    nightImages: photos,
    athenaBytes: usual.athenaBytes * millions,
  })
  return parts.map((part) =>
    part.name === 'workers'
      ? { ...part, dollars: workerHours * workerHour({ price: day.price }), says: `${workerHours.toFixed(0)} hours` }
      : { ...part, dollars: part.dollars * millions },
  )
}

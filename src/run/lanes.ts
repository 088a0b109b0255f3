import { RunError, UsageError } from '../errors.ts'
import type { Reference } from '../sources/source.ts'
import type { Analysis } from './analyse.ts'
import { type LaneEnd, LaneProcess } from './lane-process.ts'
import type { FromLane } from './message.ts'
import type { Plan } from './plan.ts'
import { causeOf, quarantined } from './quarantine.ts'

export interface LanesOptions {
  plan: Plan
  /** File with what is measured already, or null. */
  doneFile: string | null
  workers: number
  /** Images that a lane has in hand; more where reading waits for a network. */
  depth?: number
  onAnalysis(analysis: Analysis, reference: Reference): void
  /** An image was measured in an earlier run. */
  onDone(reference: Reference): void
}

/** In a lane: one that is measured, one that is read and decoded meanwhile; two batches of them where it measures several at once. */
const usualDepth = 2
/** Images that one lane measures: heaps of native libraries creep, and a new process costs a second. */
const lifetime = 1000
const openingMilliseconds = 120_000

/**
 * The lanes of a job. One that dies or hangs takes its images in flight with it: they are tried again one by one in a fresh
 * lane, and the one that kills that, too, is quarantined.
 */
export class Lanes {
  readonly #options: LanesOptions
  #plan: Plan
  #lanes: LaneProcess[] = []
  #waiting: Reference[] = []
  #suspects: Reference[] = []
  #quarantining = 0
  #nextId = 0
  #closing = false
  #failure: Error | null = null
  /** Lanes in a row that ended before they could take an image. */
  #stillborn = 0
  #wake: (() => void)[] = []
  readonly #clock: NodeJS.Timeout
  /** Largest resident set of any lane, in bytes. */
  peak = 0
  /** CPU time of all lanes, in seconds. */
  cpu = 0
  device: string | null = null
  /** Models that see pictures one by one although batches were wanted, each with the reason. */
  oneByOne: readonly string[] = []

  constructor(options: LanesOptions) {
    this.#options = options
    this.#plan = options.plan
    // The first lane decides on the device; the others are started when it has.
    this.#start()
    this.#clock = setInterval(() => this.#endHanging(), 100)
  }

  /** Takes an image as soon as there is room for it. */
  async push(reference: Reference): Promise<void> {
    while (this.#waiting.length >= this.#options.workers && !this.#failure) await this.#change()
    this.#throwFailure()
    this.#waiting.push(reference)
    this.#pump()
  }

  /** Waits until every image that was pushed has its row. */
  async drain(): Promise<void> {
    while (this.#busy() && !this.#failure) await this.#change()
    this.#throwFailure()
  }

  /** Forgets images that no lane has begun, for an interrupted job. @returns them */
  dropWaiting(): Reference[] {
    return this.#waiting.splice(0)
  }

  /** Ends the lanes: at once if the job failed. */
  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#clock)
    for (const lane of this.#lanes) {
      if (this.#failure || lane.inFlight.size > 0) lane.kill('stop')
      else lane.close()
    }
    const patience = setTimeout(() => this.#lanes.map((lane) => lane.kill('stop')), 5_000)
    while (this.#lanes.length > 0) await this.#change()
    clearTimeout(patience)
  }

  #busy(): boolean {
    return (
      this.#waiting.length + this.#suspects.length + this.#quarantining > 0 ||
      this.#lanes.some((lane) => lane.inFlight.size > 0)
    )
  }

  #start(): void {
    const lane = new LaneProcess({
      heard: (message) => this.#heard(lane, message),
      ended: (end) => this.#ended(lane, end),
    })
    lane.headSince = Date.now()
    lane.open(this.#plan, this.#options.doneFile)
    this.#lanes.push(lane)
  }

  #heard(lane: LaneProcess, message: FromLane): void {
    if (message.kind === 'ready') this.#ready(lane, message)
    else if (message.kind === 'failed') this.#fail(new (message.usage ? UsageError : RunError)(message.message))
    else {
      lane.alone = false
      const reference = lane.settle(message.id)
      this.peak = Math.max(this.peak, message.usage.rss)
      this.cpu += message.usage.cpu - lane.usage.cpu
      lane.usage = message.usage
      if (reference && message.kind === 'measured') this.#measured(lane, message.analysis, reference)
      else if (reference) this.#options.onDone(reference)
      if (lane.retired && lane.inFlight.size === 0) lane.close()
    }
    this.#pump()
    this.#changed()
  }

  #measured(lane: LaneProcess, analysis: Analysis, reference: Reference): void {
    this.#options.onAnalysis(analysis, reference)
    lane.measured++
    lane.retired ||= lane.measured >= lifetime
  }

  #ready(lane: LaneProcess, { device, batch, oneByOne }: Extract<FromLane, { kind: 'ready' }>): void {
    lane.ready = true
    lane.batch = batch
    this.#stillborn = 0
    this.device = device
    this.oneByOne = oneByOne
    // Numbers of one run come from one device.
    if (device && this.#plan.device === 'auto') this.#plan = { ...this.#plan, device: device as Plan['device'] }
    while (this.#lanes.length < this.#options.workers && !this.#closing) this.#start()
  }

  #pump(): void {
    for (const lane of this.#lanes) {
      if (!lane.ready || lane.alone || lane.retired || lane.killedFor) continue
      const suspect = lane.inFlight.size === 0 ? this.#suspects.shift() : undefined
      if (suspect) {
        lane.alone = true
        lane.give(this.#nextId++, suspect)
        continue
      }
      while (
        lane.inFlight.size < Math.max(this.#options.depth ?? usualDepth, 2 * lane.batch) &&
        this.#waiting.length > 0 &&
        this.#suspects.length === 0
      ) {
        lane.give(this.#nextId++, this.#waiting.shift() as Reference)
      }
    }
  }

  #ended(lane: LaneProcess, end: LaneEnd): void {
    this.#lanes = this.#lanes.filter((other) => other !== lane)
    if (!this.#closing) {
      if (!lane.ready && ++this.#stillborn >= 3) {
        this.#fail(
          new RunError(
            `a lane can't be started: ${end.stderr.trim() || `it ended with ${end.signal ?? end.exitCode}`}`,
          ),
        )
      }
      const lost = [...lane.inFlight.values()]
      if (lane.alone) for (const reference of lost) this.#quarantine(reference, lane, end)
      else this.#suspects.push(...lost)
      if (!this.#failure) this.#start()
    }
    this.#changed()
  }

  #quarantine(reference: Reference, lane: LaneProcess, end: LaneEnd): void {
    this.#quarantining++
    quarantined(reference, causeOf(lane.killedFor, end, this.#plan), this.#plan)
      .then((analysis) => this.#options.onAnalysis(analysis, reference))
      .catch((error: Error) => this.#fail(error))
      .finally(() => {
        this.#quarantining--
        this.#changed()
      })
  }

  #endHanging(): void {
    const now = Date.now()
    for (const lane of this.#lanes) {
      if (lane.killedFor) continue
      const images = lane.alone ? 1 : lane.batch
      const patience = lane.ready ? this.#plan.timeout * 1000 * images : openingMilliseconds
      if ((!lane.ready || lane.inFlight.size > 0) && now - lane.headSince > patience) lane.kill('timeout')
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#changed()
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve))
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

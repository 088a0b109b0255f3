import { reasonAttribute } from '../aws/contract.ts'
import type { Message } from '../aws/queue.ts'
import { ImageError } from '../errors.ts'
import { type Analysis, failed } from '../run/analyse.ts'
import { Lanes } from '../run/lanes.ts'
import type { Reference } from '../sources/source.ts'
import { type Grounds, referenceOf, refusal } from './admission.ts'
import { Days } from './days.ts'
import { type Held, HeldMessages } from './held.ts'
import { readManifest } from './manifest.ts'
import { type Announced, understand } from './messages.ts'
import type { Counts, WorkerOptions } from './options.ts'

/** An image in hand. */
interface Item {
  held: Held
  dt: string
  sequencer: string | null
}

/**
 * Takes messages until there are none for a while, or until `stop`: measures their images, stores rows, then removes the
 * messages. Whatever happens to it in between, a message that is not removed comes again.
 * @throws what makes going on useless: no room on the disk, a bucket that can't be written. Messages are given back before.
 */
export async function consume(options: WorkerOptions, stop: AbortSignal): Promise<Counts> {
  const worker = new Worker(options)
  try {
    await worker.work(stop)
  } finally {
    await worker.end()
  }
  return worker.counts
}

/** Longest wait for a message in seconds: SQS allows 20, but who is told to stop waits for its end. */
const longPoll = 10

class Worker {
  readonly #options: WorkerOptions
  readonly #lanes: Lanes
  readonly #days: Days
  readonly #held: HeldMessages
  readonly #grounds: Grounds
  readonly #items = new Map<Reference, Item>()
  /** Rows that are not stored yet, and the message that each belongs to. */
  readonly #rows = new Map<Analysis, Held>()
  readonly #failed = new AbortController()
  /** When it was told to stop, in ms. */
  #stoppedAt = 0
  readonly counts: Counts = {
    messages: 0,
    images: 0,
    errors: 0,
    refusedMessages: 0,
    givenBack: 0,
    expired: 0,
    laneCpu: 0,
    lanePeak: 0,
    device: null,
    oneByOne: [],
  }

  constructor(options: WorkerOptions) {
    const { plan, workers, depth, bucket, folder, shard, queue, visibility, sourceBuckets } = options
    this.#options = options
    this.#grounds = { dataBucket: bucket.name, sourceBuckets }
    this.#days = new Days({ bucket, runId: plan.runId, folder, shard, onStored: (rows) => this.#stored(rows) })
    this.#held = new HeldMessages({
      queue,
      visibility,
      finish: (messages) => this.#finish(messages),
      onError: (error) => this.#failed.abort(error),
    })
    this.#lanes = new Lanes({
      plan,
      doneFile: null,
      workers,
      depth,
      onAnalysis: (analysis, reference) => this.#measured(analysis, reference),
      onDone: () => {},
    })
  }

  async work(stop: AbortSignal): Promise<void> {
    const halt = AbortSignal.any([stop, this.#failed.signal])
    if (stop.aborted) this.#stoppedAt = Date.now()
    stop.addEventListener('abort', () => {
      this.#stoppedAt = Date.now()
    })
    let lastMessage = Date.now()
    while (!halt.aborted) {
      const messages = await this.#receive()
      if (messages.length > 0) lastMessage = Date.now()
      for (const message of messages) await this.#take(message, halt)
      if (messages.length > 0) continue
      // Nothing waits: what is stored now need not wait for a shard to be full.
      if (this.#items.size === 0) await this.#days.flush()
      if (this.#held.size === 0 && Date.now() - lastMessage >= this.#options.idle * 1000) break
    }
    this.#failed.signal.throwIfAborted()
    await this.#wind(stop)
  }

  /** Finishes what lanes have begun, as far as there is time, and gives back the rest. */
  async end(): Promise<void> {
    this.counts.expired = this.#held.expired
    this.#lookAtLanes()
    try {
      await this.#lanes.close()
      await this.#days.close()
    } finally {
      this.counts.givenBack += await this.#held.giveBack()
    }
  }

  async #wind(stop: AbortSignal): Promise<void> {
    if (stop.aborted) for (const reference of this.#lanes.dropWaiting()) this.#items.delete(reference)
    const patience = stop.aborted ? this.#stoppedAt + this.#options.grace * 1000 - Date.now() : 2 ** 31 - 1
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, Math.max(0, patience), 'late').unref())
    const drained = this.#lanes.drain()
    drained.catch(() => {})
    await Promise.race([drained, late])
    await this.#days.flush()
    await this.#held.sweep()
    this.#failed.signal.throwIfAborted()
  }

  /** Never broken off: what SQS was about to give would be hidden from everyone until it comes again. */
  #receive(): Promise<Message[]> {
    const { queue, visibility, batch, idle } = this.#options
    // While rows wait to be stored, a long poll may be longer than they should wait.
    const wait = this.#held.size > 0 ? 1 : Math.min(longPoll, Math.max(1, idle))
    return queue.receive({ visibility, wait, most: batch })
  }

  async #take(message: Message, halt: AbortSignal): Promise<void> {
    const held = this.#held.take(message)
    this.counts.messages++
    const said = understand(message.body)
    const images =
      said.kind === 'images'
        ? said.images
        : said.kind === 'manifest'
          ? await readManifest(this.#options.bucket, said.manifest)
          : []
    if (said.kind === 'bad') this.#refuseMessage(held, said.why)
    else if (typeof images === 'string') this.#refuseMessage(held, images)
    else
      for (const image of images) {
        // What was not begun stays open: the message is given back.
        if (halt.aborted) return
        await this.#push(image, held)
      }
    this.#held.settle(held)
  }

  async #push(image: Announced, held: Held): Promise<void> {
    await this.#days.settled()
    held.open++
    const reference = referenceOf(image, this.#grounds)
    this.#items.set(reference, { held, dt: image.dt, sequencer: image.sequencer })
    const refused = refusal(image, this.#grounds)
    if (refused) this.#measured(failed(reference, refused, this.#options, null), reference)
    else await this.#lanes.push(reference)
  }

  /** A message that nobody can use: a row says why, and it goes to the dead letters. */
  #refuseMessage(held: Held, why: string): void {
    held.reason = why
    held.open++
    const { queue, plan } = this.#options
    const name = queue.url.split('/').at(-1) ?? ''
    const reference = { uri: `sqs://${name}/${held.message.id}`, key: held.message.id, postId: null }
    this.#items.set(reference, { held, dt: new Date().toISOString().slice(0, 10), sequencer: null })
    this.#measured(failed(reference, new ImageError('bad_message', why), { plan }, null), reference)
  }

  #measured(analysis: Analysis, reference: Reference): void {
    const item = this.#items.get(reference)
    if (!item) return
    this.#items.delete(reference)
    analysis.image.sequencer = item.sequencer
    this.#rows.set(analysis, item.held)
    this.#days.add(item.dt, analysis).catch((error) => this.#failed.abort(error))
  }

  #stored(analyses: readonly Analysis[]): void {
    for (const analysis of analyses) {
      const held = this.#rows.get(analysis)
      this.#rows.delete(analysis)
      this.counts.images++
      if (analysis.image.status !== 'ok') this.counts.errors++
      if (held) this.#held.settle(held)
    }
    this.#lookAtLanes()
    this.#options.onStored?.(this.counts)
  }

  #lookAtLanes(): void {
    this.counts.laneCpu = this.#lanes.cpu
    this.counts.lanePeak = this.#lanes.peak
    this.counts.device = this.#lanes.device
    this.counts.oneByOne = this.#lanes.oneByOne
  }

  async #finish(messages: readonly Held[]): Promise<void> {
    const { queue, deadLetters } = this.#options
    const refused = messages.filter(({ reason }) => reason !== null)
    await deadLetters.send(
      refused.map(({ message, reason }) => ({
        body: message.body,
        attributes: { [reasonAttribute]: (reason ?? '').slice(0, 1000) },
      })),
    )
    this.counts.refusedMessages += refused.length
    await queue.remove(messages.map(({ message }) => message))
  }
}

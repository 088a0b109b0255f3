import type { Message, Queue } from '../aws/queue.ts'

/** A message that is being worked on. */
export interface Held {
  message: Message
  /** Images of it whose rows are not stored yet; while the message is being read, one more. */
  open: number
  /** Why it belongs to the dead letters, or null. */
  reason: string | null
  /** When it is seen by others again, in ms. */
  until: number
}

export interface HeldOptions {
  queue: Queue
  /** Seconds that messages are hidden for; extended when a third of that has passed. */
  visibility: number
  /** Every image of a message has its row: it may go. */
  finish(messages: readonly Held[]): Promise<void>
  onError(error: unknown): void
}

/**
 * The messages in hand. One is removed when all its rows are stored, never before; until then it is hidden from others, for
 * as long as this process lives.
 */
export class HeldMessages {
  readonly #options: HeldOptions
  readonly #held = new Set<Held>()
  #finished: Held[] = []
  #finishing: Promise<void> = Promise.resolve()
  readonly #clock: NodeJS.Timeout
  /** Messages that another worker may have got, too, as they could not be hidden any longer. */
  expired = 0

  constructor(options: HeldOptions) {
    this.#options = options
    this.#clock = setInterval(() => this.#beat(), Math.min(1000, (options.visibility * 1000) / 10))
  }

  get size(): number {
    return this.#held.size
  }

  /** Takes a message; {@link settle} it once more than it has images, after the last one is known. */
  take(message: Message): Held {
    const held: Held = { message, open: 1, reason: null, until: Date.now() + this.#options.visibility * 1000 }
    this.#held.add(held)
    return held
  }

  settle(held: Held): void {
    held.open--
    if (held.open > 0 || !this.#held.has(held)) return
    this.#finished.push(held)
    if (this.#finished.length >= 10) this.sweep().catch(() => {})
  }

  /** Removes the messages that are done. */
  sweep(): Promise<void> {
    this.#finishing = this.#finishing.then(async () => {
      const done = this.#finished.splice(0)
      if (done.length === 0) return
      await this.#options.finish(done)
      for (const held of done) this.#held.delete(held)
    })
    this.#finishing.catch((error) => this.#options.onError(error))
    return this.#finishing
  }

  /** Gives everything back that is not done, at once. */
  async giveBack(): Promise<number> {
    clearInterval(this.#clock)
    await this.#finishing.catch(() => {})
    const rest = [...this.#held]
    this.#held.clear()
    await this.#options.queue.hide(
      rest.map(({ message }) => message),
      0,
    )
    return rest.length
  }

  #beat(): void {
    this.sweep().catch(() => {})
    const now = Date.now()
    const { queue, visibility, onError } = this.#options
    const due = [...this.#held].filter(({ until }) => until - now < (visibility * 1000 * 2) / 3)
    if (due.length === 0) return
    for (const held of due) held.until = now + visibility * 1000
    queue
      .hide(
        due.map(({ message }) => message),
        visibility,
      )
      .then((lost) => {
        this.expired += lost.length
      })
      .catch(onError)
  }
}

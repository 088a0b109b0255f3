import type { Source } from '../sources/source.ts'
import type { Progress } from './events.ts'
import type { Tally } from './tally.ts'

const countAfterSeconds = 5
const window = 60

/**
 * Follows a run: rate and time left. The images of the sources are counted in a second pass, which begins only when the run
 * turns out to be long.
 */
export class Follow {
  readonly #tally: Tally
  readonly #open: () => Promise<Source[]>
  readonly #known: number | null
  #total: number | null = null
  #counting = false
  #marks: { at: number; measured: number }[] = []

  constructor(tally: Tally, { open, limit }: { open: () => Promise<Source[]>; limit: number | null }) {
    this.#tally = tally
    this.#open = open
    this.#known = limit
  }

  look(): Progress {
    const { measured, failed, settled, seconds } = this.#tally
    if (seconds > countAfterSeconds && !this.#counting) this.#count().catch(() => {})
    this.#marks = [...this.#marks.filter(({ at }) => at > seconds - window), { at: seconds, measured }]
    const oldest = this.#marks[0] ?? { at: 0, measured: 0 }
    const [span, done] =
      this.#marks.length > 1 ? [seconds - oldest.at, measured - oldest.measured] : [seconds, measured]
    const rate = span > 0 ? done / span : 0
    const left = this.#total === null ? null : Math.max(0, this.#total - settled - this.#tally.duplicates)
    return {
      images: settled,
      measured,
      errors: failed,
      total: this.#total,
      seconds,
      rate,
      seconds_left: left === null || rate === 0 ? null : left / rate,
    }
  }

  async #count(): Promise<void> {
    this.#counting = true
    let images = 0
    for (const source of await this.#open()) {
      for await (const item of source.items()) if (item.kind === 'image') images++
    }
    this.#total = this.#known === null ? images : Math.min(images, this.#known)
  }
}

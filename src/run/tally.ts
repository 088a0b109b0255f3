import type { Analysis } from './analyse.ts'
import { HashSet, hash64 } from './seen.ts'

/** Counts what comes by. */
export class Tally {
  readonly #seen = new HashSet()
  readonly #posts = new HashSet()
  readonly #began = Date.now()
  measured = 0
  alreadyMeasured = 0
  duplicates = 0
  detections = 0
  readonly errors = new Map<string, number>()

  /** @returns false for an image that came before in this run */
  image(uri: string): boolean {
    if (this.#seen.add(hash64(uri))) return true
    this.duplicates++
    return false
  }

  post(id: string): void {
    this.#posts.add(hash64(id))
  }

  analysis({ image, detections }: Analysis): void {
    this.measured++
    this.detections += detections.length
    if (typeof image.error_code === 'string') {
      this.errors.set(image.error_code, (this.errors.get(image.error_code) ?? 0) + 1)
    }
  }

  get references(): number {
    return this.#seen.size + this.duplicates
  }

  get posts(): number {
    return this.#posts.size
  }

  get failed(): number {
    return [...this.errors.values()].reduce((sum, n) => sum + n, 0)
  }

  get settled(): number {
    return this.measured + this.alreadyMeasured
  }

  get seconds(): number {
    return (Date.now() - this.#began) / 1000
  }
}

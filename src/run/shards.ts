import type { ShardWriter } from '../dataset/write.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Analysis } from './analyse.ts'

const postsPerShard = 1000

export interface ShardsOptions {
  /** Images of a shard at most. */
  images?: number
  /** Seconds that a row waits at most. */
  seconds?: number
  /** The rows of these images are stored. */
  onWritten?: (analyses: readonly Analysis[]) => void
}

/**
 * Collects rows and writes them in shards: at most 256 images or 10 seconds, if not said otherwise, are lost by a kill. What belongs to images is
 * written before them, so that an image that is there has all its rows.
 */
export class Shards {
  readonly #writer: ShardWriter
  #analyses: Analysis[] = []
  #posts: Row[] = []
  #oldest = 0
  #writing: Promise<void> = Promise.resolve()
  #failure: unknown = null
  readonly #clock: NodeJS.Timeout

  readonly #most: number
  readonly #onWritten: (analyses: readonly Analysis[]) => void

  constructor(writer: ShardWriter, { images = 256, seconds = 10, onWritten = () => {} }: ShardsOptions = {}) {
    this.#writer = writer
    this.#most = images
    this.#onWritten = onWritten
    this.#clock = setInterval(() => {
      if (this.#analyses.length > 0 && Date.now() - this.#oldest > seconds * 1000) this.flush().catch(() => {})
    }, 500)
  }

  add(analysis: Analysis): void {
    if (this.#analyses.length === 0) this.#oldest = Date.now()
    this.#analyses.push(analysis)
    if (this.#analyses.length >= this.#most) this.flush().catch(() => {})
  }

  addPost(row: Row): void {
    this.#posts.push(row)
    if (this.#posts.length >= postsPerShard) this.flush().catch(() => {})
  }

  /** Waits while a shard is written, and throws what went wrong with one. */
  async settled(): Promise<void> {
    await this.#writing
    if (this.#failure) throw this.#failure
  }

  flush(): Promise<void> {
    const analyses = this.#analyses
    const posts = this.#posts
    this.#analyses = []
    this.#posts = []
    this.#writing = this.#writing.then(async () => {
      if (this.#failure) return
      try {
        await this.#write(analyses, posts)
      } catch (error) {
        this.#failure = error
      }
    })
    return this.settled()
  }

  stop(): void {
    clearInterval(this.#clock)
  }

  async #write(analyses: readonly Analysis[], posts: readonly Row[]): Promise<void> {
    await this.#writer.write('posts', posts)
    await this.#writer.write(
      'detections',
      analyses.flatMap((analysis) => analysis.detections),
    )
    await this.#writer.write(
      'exposures',
      analyses.flatMap((analysis) => analysis.exposures),
    )
    await this.#writer.write(
      'embeddings',
      analyses.flatMap((analysis) => analysis.embeddings),
    )
    await this.#writer.write(
      'images',
      analyses.map((analysis) => analysis.image),
    )
    if (analyses.length > 0) this.#onWritten(analyses)
  }
}

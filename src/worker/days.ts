import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bucket } from '../aws/bucket.ts'
import { openShardUploads } from '../aws/shard-uploads.ts'
import type { Analysis } from '../run/analyse.ts'
import { Shards } from '../run/shards.ts'

export interface DaysOptions {
  bucket: Bucket
  runId: string
  /** For shards that are being written. */
  folder: string
  /** Images of a shard at most, and seconds that a row waits. */
  shard: { images: number; seconds: number }
  onStored(analyses: readonly Analysis[]): void
}

/** Days that are open at a time: around midnight there are two, a backfill may bring more. */
const mostDays = 4

/** The shards that are being filled: one set a day, as a shard lies in one partition. */
export class Days {
  readonly #options: DaysOptions
  /** The day that was used last is last. */
  readonly #open = new Map<string, Promise<Shards>>()
  #adding: Promise<void> = Promise.resolve()

  constructor(options: DaysOptions) {
    this.#options = options
  }

  add(dt: string, analysis: Analysis): Promise<void> {
    this.#adding = this.#adding.then(async () => (await this.#day(dt)).add(analysis))
    return this.#adding
  }

  /** Waits while shards are written, and throws what went wrong with one. */
  async settled(): Promise<void> {
    for (const day of this.#open.values()) await (await day).settled()
  }

  async flush(): Promise<void> {
    await this.#adding
    for (const day of this.#open.values()) await (await day).flush()
  }

  async close(): Promise<void> {
    for (const day of this.#open.values()) (await day).stop()
    this.#open.clear()
  }

  async #day(dt: string): Promise<Shards> {
    const day = this.#open.get(dt) ?? this.#start(dt)
    this.#open.delete(dt)
    this.#open.set(dt, day)
    const [oldest] = this.#open
    if (oldest && this.#open.size > mostDays) {
      this.#open.delete(oldest[0])
      const old = await oldest[1]
      await old.flush()
      old.stop()
    }
    return day
  }

  async #start(dt: string): Promise<Shards> {
    const { bucket, runId, shard, onStored } = this.#options
    const folder = join(this.#options.folder, dt)
    await mkdir(folder, { recursive: true })
    return new Shards(openShardUploads({ bucket, dt, runId, folder }), { ...shard, onWritten: onStored })
  }
}

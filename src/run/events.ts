/** What a run says while it works; with `--json`, one line each. */
export type RunEvent =
  | {
      event: 'plan'
      run_id: string
      pipeline_digest: string
      tasks: string[]
      tasks_left_out: { task: string; why: string }[]
      brands: string[] | null
      workers: number
      already_measured: number
    }
  | ({ event: 'progress' } & Progress)
  | { event: 'shard'; images: number }
  | { event: 'compaction'; rows: Record<string, number> }
  | { event: 'report'; path: string }

export interface Progress {
  /** Images with a row, of this run and of earlier ones. */
  images: number
  measured: number
  errors: number
  /** All images of the sources, once they are counted. */
  total: number | null
  seconds: number
  /** Images that were measured in a second, of the last minute. */
  rate: number
  seconds_left: number | null
}

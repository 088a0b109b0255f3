import type { Reference } from '../sources/source.ts'
import type { Analysis } from './analyse.ts'
import type { Plan } from './plan.ts'

/** What the job says to a lane. */
export type ToLane =
  | { kind: 'open'; plan: Plan; doneFile: string | null }
  | { kind: 'image'; id: number; reference: Reference }
  | { kind: 'close' }

/** What a lane has used so far: its largest resident set in bytes, CPU time of all its threads in seconds. */
export interface Usage {
  rss: number
  cpu: number
}

/** What a lane says to the job. */
export type FromLane =
  | { kind: 'ready'; device: string | null; batch: number; oneByOne: readonly string[] }
  | { kind: 'failed'; message: string; usage: boolean }
  | { kind: 'measured'; id: number; analysis: Analysis; usage: Usage }
  | { kind: 'done'; id: number; usage: Usage }

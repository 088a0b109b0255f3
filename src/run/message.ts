import type { Reference } from '../sources/source.ts'
import type { Analysis } from './analyse.ts'
import type { Plan } from './plan.ts'

/** What the job says to a lane. */
export type ToLane =
  | { kind: 'open'; plan: Plan; doneFile: string | null }
  | { kind: 'image'; id: number; reference: Reference }
  | { kind: 'close' }

/** What a lane says to the job. `rss`: its largest resident set so far, in bytes. */
export type FromLane =
  | { kind: 'ready'; device: string | null }
  | { kind: 'failed'; message: string; usage: boolean }
  | { kind: 'measured'; id: number; analysis: Analysis; rss: number }
  | { kind: 'done'; id: number; rss: number }

import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../environment.ts'
import type { Reference } from '../sources/source.ts'
import type { FromLane, ToLane, Usage } from './message.ts'
import type { Plan } from './plan.ts'

/** How a lane's process ended. */
export interface LaneEnd {
  exitCode: number | null
  signal: NodeJS.Signals | null
  /** The last of what it wrote to stderr. */
  stderr: string
}

/** One child process, seen from the job. */
export class LaneProcess {
  readonly inFlight = new Map<number, Reference>()
  /** The image in flight is tried alone, as a lane died with it before. */
  alone = false
  ready = false
  /** Images that it measures at once. */
  batch = 1
  usage: Usage = { rss: 0, cpu: 0 }
  /** Images that it has measured. */
  measured = 0
  /** It gets no more images, and ends when it has none left; another one takes its place. */
  retired = false
  /** Why the job ended it, or null. */
  killedFor: 'timeout' | 'stop' | null = null
  /** When the image that is measured now became the first in the queue. */
  headSince = 0
  readonly #child: ChildProcess
  #stderr = ''

  constructor(listen: { heard(message: FromLane): void; ended(end: LaneEnd): void }) {
    const path = fileURLToPath(new URL(`./lane${extname(import.meta.url)}`, import.meta.url))
    this.#child = fork(path, [], {
      serialization: 'advanced',
      // A group of its own: Ctrl-C in a terminal is for the job, which lets lanes finish.
      detached: true,
      execArgv: ['--max-semi-space-size=4'],
      // Else glibc keeps an arena a thread, and pictures in their heaps, which they fragment.
      env: childEnvironment({ MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1000000' }),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4000)
    })
    this.#child.on('message', (message: FromLane) => listen.heard(message))
    this.#child.on('error', (error) => {
      this.#stderr += error.message
    })
    this.#child.on('close', (exitCode, signal) => listen.ended({ exitCode, signal, stderr: this.#stderr }))
  }

  open(plan: Plan, doneFile: string | null): void {
    this.#say({ kind: 'open', plan, doneFile })
  }

  give(id: number, reference: Reference): void {
    if (this.inFlight.size === 0) this.headSince = Date.now()
    this.inFlight.set(id, reference)
    this.#say({ kind: 'image', id, reference })
  }

  settle(id: number): Reference | undefined {
    const reference = this.inFlight.get(id)
    this.inFlight.delete(id)
    this.headSince = Date.now()
    return reference
  }

  close(): void {
    this.#say({ kind: 'close' })
  }

  kill(why: 'timeout' | 'stop'): void {
    this.killedFor = why
    this.#child.kill('SIGKILL')
  }

  #say(message: ToLane): void {
    // A lane that has just died is noticed by its end, not here.
    if (this.#child.connected) this.#child.send(message, () => {})
  }
}

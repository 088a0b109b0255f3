import { limits } from '../aws/contract.ts'

/** Queues of images, each with its own workers. */
export const imageQueues = ['uploads', 'manifests'] as const
export type ImageQueue = (typeof imageQueues)[number]

/** Images of one message, at most. */
export const imagesAMessage: Record<ImageQueue, number> = { uploads: 1, manifests: limits.imagesPerManifest }

export interface QueueState {
  queue: ImageQueue
  /** Messages that no worker has. */
  waiting: number
  /** Messages that workers have in hand. */
  inFlight: number
  /** Workers of this queue that run or are about to. */
  running: number
}

export interface DispatchSizes {
  /** Images a second that one worker measures. */
  rate: number
  /** Time in which what waits should be gone. */
  targetMinutes: number
  /** Workers of all queues at the same time, at most. */
  maxWorkers: number
}

/**
 * How many workers to start for each queue now: as many as drain it in the target time, but no more than messages wait, less
 * those that are there; and no more than the limit in all. Where the limit is short, queues share it by what they lack.
 */
export function workersToStart(states: readonly QueueState[], sizes: DispatchSizes): Record<ImageQueue, number> {
  const lacks = states.map((state) => lacking(state, sizes))
  const room = Math.max(0, sizes.maxWorkers - sum(states.map(({ running }) => running)))
  const starts = shareOut(room, lacks)
  const start: Record<ImageQueue, number> = { uploads: 0, manifests: 0 }
  for (const [at, { queue }] of states.entries()) start[queue] = starts[at] ?? 0
  return start
}

/**
 * Whether what waits is too little to start machines for: they cost their minutes of starting and ending, too. A full hour ends the waiting,
 * so that no state is needed to know how long it has been.
 * @param minutes between two calls of the clock
 */
export function mayWait(
  states: readonly QueueState[],
  { leastImages, now, minutes }: { leastImages: number; now: Date; minutes: number },
): boolean {
  const images = sum(states.map(({ queue, waiting, inFlight }) => (waiting + inFlight) * imagesAMessage[queue]))
  return images < leastImages && now.getUTCMinutes() >= minutes
}

function lacking({ queue, waiting, inFlight, running }: QueueState, { rate, targetMinutes }: DispatchSizes): number {
  const images = (waiting + inFlight) * imagesAMessage[queue]
  const wanted = Math.ceil(images / (rate * targetMinutes * 60))
  // Workers that are about to run are counted with those that are busy, so all of them count against what waits.
  return Math.max(0, Math.min(wanted, waiting) - running)
}

/** Shares of at most `room` in all, in proportion to what is asked for and never more; what rounding leaves goes to the largest rests. */
function shareOut(room: number, asked: readonly number[]): number[] {
  const all = sum(asked)
  if (all <= room) return [...asked]
  const shares = asked.map((one) => Math.floor((one * room) / all))
  const rests = asked
    .map((one, at) => ({ at, rest: (one * room) % all }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at)
  for (const { at } of rests.slice(0, room - sum(shares))) shares[at] = (shares[at] ?? 0) + 1
  return shares
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RunError } from './errors.ts'

/** Milliseconds. What is done under a lock takes less than a beat: who waits for longer waits for something that has stopped. */
export interface LockTimes {
  /** So often who holds a lock says that it is still there, by the time of the lock's file. */
  beat: number
  /** A lock that was watched for so long without a beat was left behind. */
  dead: number
  /** Waiting is given up after. */
  wait: number
}

/** Milliseconds between two looks at a lock that count, at most: a machine that slept for an hour has not waited for an hour. */
const longestLook = 100

const usual: LockTimes = { beat: 5_000, dead: 60_000, wait: 90_000 }

/**
 * Does work on a file that no other process does at the same time: it has `PATH.lock` while it is at it. A lock that was left behind is
 * taken away: at once where its process was one of this machine, else when nothing has been heard of it for a minute. No clocks are
 * compared, so those of two machines may differ.
 * @throws RunError when another one holds the lock for too long, or the folder can't be written
 */
export async function alone<T>(path: string, work: () => Promise<T>, times: Partial<LockTimes> = {}): Promise<T> {
  const { beat, dead, wait } = { ...usual, ...times }
  const lock = `${path}.lock`
  const mine = `${process.pid} ${hostname()} ${randomUUID()}\n`
  const start = performance.now()
  let last = { sign: '', silent: 0, at: start }
  while (!(await taken(path, lock, mine))) {
    const { holder, sign } = await look(lock)
    const now = performance.now()
    const silent = sign === last.sign ? last.silent + Math.min(longestLook, now - last.at) : 0
    last = { sign, silent, at: now }
    if (leftBehind(holder) || silent > dead) await takeAway(lock, sign, times)
    else if (now - start > wait) {
      throw new RunError(
        `${path}: another command${fromWhere(holder)} is changing it; wait until it is done, or, if none is running, delete ${lock} and try again`,
      )
    } else await sleep(10 + 40 * Math.random())
  }
  const beats = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), beat)
  try {
    return await work()
  } finally {
    clearInterval(beats)
    // After a sleep of this machine it may be another one's.
    if ((await look(lock)).holder === mine) await rm(lock, { force: true })
  }
}

async function taken(path: string, lock: string, mine: string): Promise<boolean> {
  try {
    await mkdir(dirname(lock), { recursive: true })
    await writeFile(lock, mine, { flag: 'wx' })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new RunError(`${path}: can't be changed (${(cause as Error).message}); give another place`, { cause })
  }
}

/**
 * Who holds a lock, and what changes with each beat and each holder; both are empty where there is none. It is opened, as folders on a
 * network may tell old times of files that are not.
 * @throws RunError for what can't be read
 */
export async function look(lock: string): Promise<{ holder: string; sign: string }> {
  const file = await open(lock).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' && !(await isLink(lock))) return null
    throw new RunError(`${lock}: can't be read (${cause.message}); if nothing is at work there, delete it`, { cause })
  })
  if (!file) return { holder: '', sign: '' }
  try {
    const [{ mtimeMs }, holder] = [await file.stat(), await file.readFile('utf8')]
    return { holder, sign: `${mtimeMs} ${holder}` }
  } finally {
    await file.close()
  }
}

/** A link that leads to nothing can't be opened, and nothing can be made in its place. */
async function isLink(path: string): Promise<boolean> {
  return await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
}

function leftBehind(holder: string): boolean {
  const [pid, host] = holder.trim().split(' ')
  if (!pid || host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function fromWhere(holder: string): string {
  const [pid, host] = holder.trim().split(' ')
  return pid && host ? ` (process ${pid} on ${host})` : ''
}

/**
 * Takes a lock away that was left behind, if it is still the same one. Of many that find it so, one at a time looks again and deletes it:
 * else the later of two would delete the lock that a third one has made since.
 * @param sign what `look` gave when it was found to be left behind
 */
export async function takeAway(lock: string, sign: string, times: Partial<LockTimes> = {}): Promise<void> {
  if (sign === '') return
  await alone(
    lock,
    async () => {
      if ((await look(lock)).sign === sign) await rm(lock, { force: true })
    },
    times,
  )
}

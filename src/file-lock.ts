import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RunError } from './errors.ts'

/** What is done under a lock takes milliseconds: who waits for longer waits for something that has stopped. */
const longestWait = 30_000

/**
 * Does work on a file that no other process does at the same time: it has `PATH.lock` while it is at it. One that a process of this
 * machine left behind when it was killed is taken away.
 * @param options.wait milliseconds after which waiting is given up
 * @throws RunError when another one holds the lock for too long, or the folder can't be written
 */
export async function alone<T>(path: string, work: () => Promise<T>, { wait = longestWait } = {}): Promise<T> {
  const lock = `${path}.lock`
  const mine = `${process.pid} ${hostname()} ${randomUUID()}\n`
  const until = performance.now() + wait
  while (!(await taken(path, lock, mine))) {
    const theirs = await readFile(lock, 'utf8').catch(() => '')
    if (leftBehind(theirs)) await takeAway(lock, theirs)
    else if (performance.now() > until) {
      throw new RunError(`${path}: another command is changing it; try again, or remove ${lock} if none is running`)
    } else await sleep(10 + 40 * Math.random())
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
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

/** Of two that do this at once the later one may get hold of the lock that the earlier one has made since, and gives it back. */
async function takeAway(lock: string, theirs: string): Promise<void> {
  const aside = `${lock}-${randomUUID()}`
  try {
    await rename(lock, aside)
    if ((await readFile(aside, 'utf8')) !== theirs) await link(aside, lock)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    await rm(aside, { force: true })
  }
}

import { readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { systemCode } from '../dataset/system-error.ts'
import { RunError } from '../errors.ts'
import { look, takeAway } from '../file-lock.ts'

interface Holder {
  pid: number
  host: string
  run: string
}

/**
 * Keeps two runs out of one folder. The lock of a process that is dead is taken over.
 * @returns what gives it back
 * @throws RunError if another run is at work there
 */
export async function lock(folder: string, run: string): Promise<() => void> {
  const path = join(folder, 'lock')
  const me: Holder = { pid: process.pid, host: hostname(), run }
  while (!(await taken(path, me))) {
    const theirs = await patientLook(path)
    refuseIfAlive(holderIn(theirs.holder), path)
    await takeAway(path, theirs.sign)
  }
  const release = () => {
    if (isMine(path, me)) rmSync(path, { force: true })
  }
  process.once('exit', release)
  return () => {
    process.removeListener('exit', release)
    release()
  }
}

async function taken(path: string, me: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(me), { flag: 'wx' })
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/** A lock that is empty may be one whose holder is about to write its name: it is looked at again. */
async function patientLook(path: string): Promise<{ holder: string; sign: string }> {
  for (let times = 0; ; times++) {
    const seen = await look(path)
    if (seen.holder !== '' || times === 5) return seen
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function holderIn(content: string): Holder | null {
  try {
    return JSON.parse(content) as Holder
  } catch {
    // Gone, or half-written by a process that was killed: nobody's.
    return null
  }
}

function isMine(path: string, { run }: Holder): boolean {
  try {
    return holderIn(readFileSync(path, 'utf8'))?.run === run
  } catch {
    return false
  }
}

function refuseIfAlive(holder: Holder | null, path: string): void {
  if (!holder) return
  if (holder.host !== hostname()) {
    throw new RunError(
      `${path}: held by process ${holder.pid} on ${holder.host}; if no run is at work there, delete the file`,
    )
  }
  // A process that is gone may have had the number that this one has.
  if (holder.pid !== process.pid && isAlive(holder.pid)) {
    throw new RunError(
      `${path}: another run (process ${holder.pid}) is at work there; wait for it, or give another --out`,
    )
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

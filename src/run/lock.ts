import { readFileSync, rmSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { systemCode } from '../dataset/system-error.ts'
import { RunError } from '../errors.ts'

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
  try {
    await writeFile(path, JSON.stringify(me), { flag: 'wx' })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    refuseIfAlive(await holderOf(path), path)
    await takeOver(path, me)
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

/** Of two that find the same dead lock, the last to write has it: look again after both have written. */
async function takeOver(path: string, me: Holder): Promise<void> {
  const mine = `${path}-${me.run}`
  await writeFile(mine, JSON.stringify(me))
  await rename(mine, path)
  await new Promise((resolve) => setTimeout(resolve, 50))
  refuseIfAlive(await holderOf(path), path)
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    // Gone, or half-written by a process that was killed: nobody's.
    return null
  }
}

function isMine(path: string, { run }: Holder): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as Holder).run === run
  } catch {
    return false
  }
}

function refuseIfAlive(holder: Holder | null, path: string): void {
  if (!holder || holder.pid === process.pid) return
  if (holder.host !== hostname()) {
    throw new RunError(
      `${path}: held by process ${holder.pid} on ${holder.host}; if no run is at work there, delete the file`,
    )
  }
  if (isAlive(holder.pid)) {
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

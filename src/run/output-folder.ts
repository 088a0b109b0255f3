import { existsSync } from 'node:fs'
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { removeTemporary } from '../dataset/files.ts'
import { systemCode } from '../dataset/system-error.ts'
import { RunError } from '../errors.ts'
import { datasets } from '../variables/registry/index.ts'
import { lock } from './lock.ts'

/** The folder for what a run needs only while it is at work. */
export interface WorkFolder {
  path: string
  /** Free space when the run began, in bytes. */
  free: number
  release(): Promise<void>
}

const leastFree = 50_000_000

/**
 * Makes `out` ready before any work is done: it can be written, has room, and no other run is in it.
 * @throws RunError with what to do
 */
export async function openOutput(out: string, run: string): Promise<WorkFolder> {
  const path = join(out, '.limelight')
  try {
    await makeFolder(path)
    await writeFile(join(path, `probe-${run}`), 'can this folder be written?')
    await rm(join(path, `probe-${run}`))
  } catch (error) {
    throw unwritable(out, error)
  }
  const { bavail, bsize } = await statfs(out)
  const free = bavail * bsize
  if (free < leastFree) {
    throw new RunError(
      `${out}: only ${Math.round(free / 1e6)} MB are free on that disk; make room or give another --out`,
    )
  }
  const unlock = await lock(path, run)
  for (const dataset of datasets) await removeTemporary(out, dataset)
  return {
    path,
    free,
    async release() {
      unlock()
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Step by step: Node's own `recursive` never ends where a folder refuses new entries with ENOENT, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return
    if (systemCode(error) !== 'ENOENT' || existsSync(dirname(path))) throw error
    await makeFolder(dirname(path))
    await mkdir(path)
  }
}

function unwritable(out: string, error: unknown): RunError {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new RunError(`${out}: the folder can't be written; change its permissions or give another --out`, {
        cause: error,
      })
    case 'ENOTDIR':
    case 'EEXIST':
      return new RunError(`${out}: there is a file in the way; give another --out`, { cause: error })
    case 'ENOSPC':
    case 'EDQUOT':
      return new RunError(`${out}: the disk is full; make room or give another --out`, { cause: error })
    default:
      return new RunError(`${out}: the folder can't be made (${String(error)}); give another --out`, { cause: error })
  }
}

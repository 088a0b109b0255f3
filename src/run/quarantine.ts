import { type ErrorCode, ImageError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Reference } from '../sources/source.ts'
import { type Analysis, failed } from './analyse.ts'
import type { LaneEnd, LaneProcess } from './lane-process.ts'
import type { Plan } from './plan.ts'
import { openReader } from './reader.ts'

/** Why a lane died with an image that it had alone. */
export function causeOf(
  killedFor: LaneProcess['killedFor'],
  { exitCode, signal, stderr }: LaneEnd,
  { timeout, laneMemory }: Plan,
): { code: ErrorCode; message: string } {
  if (killedFor === 'timeout') {
    return { code: 'timeout', message: `measuring took longer than ${timeout} s, twice; raise --timeout` }
  }
  // Nobody else ends a lane with SIGKILL than its own watchdog and a system that is out of memory.
  if (signal === 'SIGKILL' || /out of memory|bad_alloc/i.test(stderr)) {
    const most = Math.round(laneMemory / 1e6)
    return { code: 'out_of_memory', message: `measuring needs more than ${most} MB, twice; raise --max-memory` }
  }
  const how = signal ? `the signal ${signal}` : `the exit code ${exitCode}`
  const said = stderr.trim().split('\n').at(-1) ?? ''
  return { code: 'crashed', message: `the process that measured it died with ${how}, twice${said ? `: ${said}` : ''}` }
}

/** The row of an image that kills lanes. Its content is hashed, so that the next run knows it again and leaves it alone. */
export async function quarantined(
  reference: Reference,
  { code, message }: { code: ErrorCode; message: string },
  plan: Plan,
): Promise<Analysis> {
  const reader = await openReader(plan.reader)
  const read = await reader.read(reference.file ?? reference.uri, plan.picture.maxBytes).catch(() => null)
  const content = read && { sha256: sha256(read.bytes), bytes: read.bytes.length, columns: read.columns ?? {} }
  return failed(reference, new ImageError(code, message), { plan }, content)
}

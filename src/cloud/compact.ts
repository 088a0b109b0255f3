import type { Night } from '../aws/contract.ts'
import { UsageError } from '../errors.ts'
import { finishCompaction } from './compact-finish.ts'
import { planCompaction } from './compact-plan.ts'
import { compactSlice } from './compact-slice.ts'
import { checkedDay } from './day.ts'
import type { Host } from './host.ts'
import { knowOwnColumns } from './own-columns.ts'

export interface CompactOptions {
  /** Bytes of a part. */
  targetBytes?: number
  /** Bytes of shards that are cut at once. */
  groupBytes?: number
  /** For tests: is told of each step, and may end the compaction there by throwing. */
  fault?: (step: string) => void | Promise<void>
}

/**
 * The steps in which a day's shards become parts, one row an image: `plan`, then each of its slices, then `finish`. Each may
 * run twice, at once, or die anywhere; shards are there until the parts that replace them have been read back.
 * @throws UsageError, RunError
 */
export async function compact(
  host: Host,
  call: Night.CompactCall,
  options: CompactOptions = {},
): Promise<Night.Planned | Night.Compacted | Night.CompactCall> {
  const dt = checkedDay(call.dt)
  await knowOwnColumns(host)
  switch (call.step) {
    case 'plan':
      return planCompaction(host, dt, options)
    case 'slice':
      await compactSlice(host, call, options)
      return call
    case 'finish':
      return finishCompaction(host, dt, options)
    default:
      throw new UsageError(`step ${JSON.stringify(call.step)}: is none; give plan, slice or finish`)
  }
}

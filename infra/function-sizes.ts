import type { Settings } from './context.ts'
import type { FunctionName } from './contract.ts'
import { postsTimeout } from './queues.ts'

/** What a function may use of Lambda. */
export interface FunctionSize {
  /** MB; a CPU comes with each 1,769 of them. */
  memory: number
  /** Seconds; 900 is the most that Lambda gives. */
  timeout: number
  /** MB of /tmp, where DuckDB puts what does not fit in memory. */
  disk: number
}

const small: FunctionSize = { memory: 256, timeout: 60, disk: 512 }

export function functionSizes({ functionMemory }: Settings): Record<FunctionName, FunctionSize> {
  const large: FunctionSize = { memory: functionMemory, timeout: 900, disk: 10_240 }
  return {
    // A whole CPU: reading listings is what it does.
    announce: { memory: 1769, timeout: 900, disk: 512 },
    dispatch: small,
    'ingest-posts': { memory: 2048, timeout: postsTimeout, disk: 4096 },
    backfill: { memory: 1024, timeout: 900, disk: 2048 },
    reconcile: large,
    compact: large,
    report: large,
    notify: small,
  }
}

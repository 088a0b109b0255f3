import type { Bucket } from '../aws/bucket.ts'
import { provenanceKey } from '../aws/contract.ts'
import type { RunOptions } from '../run/options.ts'
import type { Plan } from '../run/plan.ts'
import { describeRun } from '../run/provenance.ts'
import { Tally } from '../run/tally.ts'
import type { Counts } from './options.ts'

/** Stores once, when the first rows are stored, how rows of this pipeline come about: what `run.json` is to a folder. */
export interface Provenance {
  tell(counts: Counts): void
  /** Waits until it is stored. */
  told(): Promise<void>
}

export function openProvenance(
  { bucket, plan, run }: { bucket: Bucket; plan: Plan; run: RunOptions },
  log: (line: Record<string, unknown>) => void,
): Provenance {
  const started = new Date()
  const tally = new Tally()
  let telling: Promise<void> | null = null
  const store = async ({ device, lanePeak, laneCpu, images }: Counts) => {
    const lanes = { device, peak: lanePeak, cpu: laneCpu }
    tally.measured = images
    const facts = { options: run, plan, sources: [], tally, started, lanes, compacted: null, pseudonymiser: null }
    const info = await describeRun(facts)
    await bucket.write(provenanceKey(plan.digest), `${JSON.stringify(info, null, 2)}\n`, 'application/json')
  }
  return {
    tell(counts) {
      // Without it the report can't say how rows came about; that is no reason to stop measuring.
      telling ??= store(counts).catch((error) => log({ event: 'no_provenance', message: String(error) }))
    },
    async told() {
      await telling
    },
  }
}

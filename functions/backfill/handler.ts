import type { Context } from 'aws-lambda'
import { type BackfillCall, type Backfilled, backfill } from '../../src/cloud/backfill.ts'
import { openHost } from '../../src/cloud/host.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** Time for what was found last to be queued. */
const reserve = 60_000

/** Ends before its time is up; then `next` of the answer is what to call it with again. */
export const handler = async (call: BackfillCall, context: Context): Promise<Backfilled> => {
  const host = openHost(readCloudEnvironment())
  const done = await backfill(host, call, { goOn: () => context.getRemainingTimeInMillis() > reserve })
  host.log({ event: 'backfill', ...done })
  return done
}

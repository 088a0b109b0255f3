import type { Context } from 'aws-lambda'
import { type Announcement, announce } from '../../src/cloud/announce.ts'
import { openHost } from '../../src/cloud/host.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** Time for what was listed last to be queued. */
const reserve = 60_000

/** Queues what was uploaded since the last call, in stages whose bucket sends no events. */
export const handler = (_: unknown, context: Context): Promise<Announcement> =>
  announce(openHost(readCloudEnvironment()), { goOn: () => context.getRemainingTimeInMillis() > reserve })

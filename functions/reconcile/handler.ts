import type { Night } from '../../src/aws/contract.ts'
import { openHost } from '../../src/cloud/host.ts'
import { type ReconcileCall, reconcile } from '../../src/cloud/reconcile.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** Queues a day's images again that have no row. */
export const handler = (call: ReconcileCall): Promise<Night.Reconciled> =>
  reconcile(openHost(readCloudEnvironment()), call)

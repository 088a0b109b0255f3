import type { Night } from '../../src/aws/contract.ts'
import { compact } from '../../src/cloud/compact.ts'
import { openHost } from '../../src/cloud/host.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** One step of a day's compaction. */
export const handler = (call: Night.CompactCall) => compact(openHost(readCloudEnvironment()), call)

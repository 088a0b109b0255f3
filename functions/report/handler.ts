import type { Night } from '../../src/aws/contract.ts'
import { openHost } from '../../src/cloud/host.ts'
import { report } from '../../src/cloud/report.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

export const handler = (call: Night.Call) => report(openHost(readCloudEnvironment()), call)

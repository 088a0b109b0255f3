import type { Night } from '../../src/aws/contract.ts'
import { openHost } from '../../src/cloud/host.ts'
import { notify } from '../../src/cloud/notify.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

export const handler = (call: Night.NotifyCall) => notify(openHost(readCloudEnvironment()), call)

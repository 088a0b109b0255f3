import type { Night } from '../../src/aws/contract.ts'
import { dispatch } from '../../src/cloud/dispatch.ts'
import { openHost } from '../../src/cloud/host.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

export const handler = (call: Night.Call): Promise<Night.Dispatched> => dispatch(openHost(readCloudEnvironment()), call)

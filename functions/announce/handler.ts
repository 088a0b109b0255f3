import { type Announcement, announce } from '../../src/cloud/announce.ts'
import { openHost } from '../../src/cloud/host.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** Queues what was uploaded since the last call, in stages whose bucket sends no events. */
export const handler = (): Promise<Announcement> => announce(openHost(readCloudEnvironment()))

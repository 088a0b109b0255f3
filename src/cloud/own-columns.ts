import { sha256 } from '../hash.ts'
import { loadOwnVariables } from '../variables/own.ts'
import { setOwnVariables } from '../variables/registry/index.ts'
import type { Host } from './host.ts'

/** From now on, this process knows the columns that the stage's own variables are. */
export async function knowOwnColumns(host: Pick<Host, 'job'>): Promise<void> {
  const modules = await loadOwnVariables(await host.job(), sha256)
  setOwnVariables(modules.flatMap(({ variables }) => variables))
}

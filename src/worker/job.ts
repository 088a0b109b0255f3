import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { openBucket } from '../aws/bucket.ts'
import { type Connection, s3Client } from '../aws/clients.ts'
import { variableNames } from '../aws/contract.ts'
import { parseObjectUri } from '../aws/object-uri.ts'
import type { CloudEnvironment } from '../environment.ts'
import { UsageError } from '../errors.ts'
import { type Config, checked } from '../run/config.ts'
import { forStage, readConfigFolder, unpackInto } from '../run/config-folder.ts'

/** What a stage measures unless it is told otherwise: by the million the curated variables cost as much as all else. */
const usual: Config = { variables: 'core' }

/**
 * What a stage measures: the fields of `LIMELIGHT_JOB`, and those of the packed folder that `LIMELIGHT_CONFIG` names, if there is one;
 * the former win. The folder is unpacked below `folder`, once: its name tells its content, and paths are part of a pipeline's digest.
 * @throws UsageError that names the variable and the field
 */
export async function readJob(
  environment: CloudEnvironment,
  { connection, folder }: { connection: Connection; folder: string },
): Promise<Config> {
  const called = (field: string) => `${variableNames.job}: ${field}`
  const own = forStage(checked(json(environment.find(variableNames.job) ?? '{}'), called), called)
  const address = environment.find(variableNames.config)
  if (address === null) return { ...usual, ...own }
  return { ...usual, ...(await readConfigFolder(await unpacked(address, { connection, folder }))), ...own }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${variableNames.job}: is no JSON (${(cause as Error).message})`, { cause })
  }
}

async function unpacked(
  address: string,
  { connection, folder }: { connection: Connection; folder: string },
): Promise<string> {
  const object = parseObjectUri(address)
  if (!object) throw new UsageError(`${variableNames.config}: ${address}: is no s3:// address`)
  const home = join(folder, `limelight-config-${posix.basename(object.key).replace(/\W.*$/, '')}`)
  if (await isThere(home)) return home
  const bytes = await openBucket(s3Client(connection), object.bucket).read(object.key)
  if (!bytes) throw new UsageError(`${variableNames.config}: ${address} is not there; deploy the stage again`)
  const half = await mkdtemp(join(folder, 'limelight-unpacking-'))
  try {
    await unpackInto(half, bytes)
    // Another process may have been faster.
    await rename(half, home).catch(async (error: unknown) => {
      if (!(await isThere(home))) throw error
    })
    return home
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

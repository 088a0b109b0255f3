import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { UsageError } from '../errors.ts'
import { ownVariables, type Variable } from '../variables/registry/index.ts'
import { configName } from './config.ts'
import { packed, readConfigFolder, unpackInto } from './config-folder.ts'
import { configure } from './configure.ts'
import { makePlan } from './plan.ts'

export interface PackedFolder {
  bytes: Uint8Array
  /** The user's own columns. */
  variables: Variable[]
}

/** Workers and functions have it in memory, once. */
const mostBytes = 200e6
const mostFiles = 10_000

/**
 * Packs a folder with a config for other machines. First a plan is made by the packed folder, as they will: brands, references, models and
 * modules have to be there and be right. Hidden files and node_modules stay behind.
 * @throws UsageError that names what is wrong
 */
export async function packConfigFolder(folder: string): Promise<PackedFolder> {
  await readConfigFolder(folder)
  const bytes = await packed(await filesOf(folder))
  return { bytes, variables: await rehearse(bytes) }
}

async function rehearse(bytes: Uint8Array): Promise<Variable[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-config-'))
  try {
    await unpackInto(folder, bytes)
    await makePlan(configure({ ...(await readConfigFolder(folder)), sources: [], out: folder }, folder))
    return [...ownVariables()]
  } catch (error) {
    // The user knows the folder that was packed, not this one.
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(error.message.replaceAll(`${folder}${sep}`, ''), { cause: error })
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  let bytes = 0
  const look = async (below: string): Promise<void> => {
    for (const name of await readdir(join(folder, below))) {
      if (name.startsWith('.') || name === 'node_modules') continue
      const path = join(below, name)
      const kind = await stat(join(folder, path))
      if (kind.isDirectory()) await look(path)
      if (!kind.isFile()) continue
      bytes += kind.size
      if (bytes > mostBytes || files.size >= mostFiles) {
        throw new UsageError(
          `${folder}: has more than ${mostBytes / 1e6} MB or ${mostFiles} files; leave in it only what ${configName} names`,
        )
      }
      files.set(path, await readFile(join(folder, path)))
    }
  }
  await look('')
  return files
}

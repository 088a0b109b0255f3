import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { UsageError } from '../errors.ts'
import { type Config, configName, readConfig } from './config.ts'

/** Fields that say what is measured from where, on which machine and what becomes of it: not for others to take over. */
const ofOneRun: readonly (keyof Config)[] = [
  ...(['$schema', 'sources', 'out', 'root', 'map', 'limit', 'sample', 'seed', 'workers', 'device'] as const),
  ...(['maxErrorRate', 'retryErrors', 'csv', 'report', 'pictures', 'pseudonymKey'] as const),
]

/**
 * Reads a folder with `limelight.config.json` and all that it names: brands file and references, own models, own variables,
 * a table of colours.
 * @returns how images are measured by it, with absolute paths
 * @throws UsageError for what is not right, or does not lie in the folder
 */
export async function readConfigFolder(folder: string): Promise<Config> {
  const config = forStage(await readConfig(join(folder, configName), folder), (field) => field)
  for (const [field, path] of pathsOf(config)) {
    if (!isInside(folder, path)) throw new UsageError(`${field}: ${path} does not lie in ${folder}; put it there`)
  }
  return Object.fromEntries(Object.entries(config).filter(([field]) => !ofOneRun.includes(field as keyof Config)))
}

/**
 * The same config, if a stage can carry it out.
 * @param called how a field is called where the config comes from
 * @throws UsageError for a field that a stage would pass over in silence
 */
export function forStage(config: Config, called: (field: keyof Config) => string): Config {
  // Names must not be stored in the clear because a stage does not know how to hide them.
  if (config.pseudonymise)
    throw new UsageError(`${called('pseudonymise')}: a stage can not do that; give it posts without names`)
  if (config.textModel)
    throw new UsageError(`${called('textModel')}: a stage can not run it; \`limelight run\` does, on a machine`)
  return config
}

function* pathsOf({
  brands,
  models = [],
  ownVariables = [],
  colourTable,
}: Config): Generator<[field: string, path: string]> {
  if (typeof brands === 'string' && isAbsolute(brands)) yield ['brands', brands]
  for (const [at, { path }] of models.entries()) yield [`models[${at}].path`, path]
  for (const [at, path] of ownVariables.entries()) yield [`ownVariables[${at}]`, path]
  if (colourTable !== undefined) yield ['colourTable', colourTable]
}

/** One file in place of a folder's. The same files give the same bytes. */
export async function packed(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const encoded = inOrder.map(([path, content]) => [path.split(sep).join('/'), Buffer.from(content).toString('base64')])
  const content: Packed = { limelight: 'config', files: Object.fromEntries(encoded) }
  return promisify(gzip)(JSON.stringify(content))
}

/**
 * Writes what {@link packed} holds into a folder that is there.
 * @throws UsageError for other bytes
 */
export async function unpackInto(folder: string, bytes: Uint8Array): Promise<void> {
  const { files } = await parse(bytes)
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, Buffer.from(content, 'base64'))
  }
}

const packedSchema = z.object({
  limelight: z.literal('config'),
  /** By path, in base64. */
  files: z.record(
    z
      .string()
      .refine((path) => isInside(sep, join(sep, path)) && !path.split(/[\\/]/).includes('..'), 'leaves the folder'),
    z.string(),
  ),
})

type Packed = z.infer<typeof packedSchema>

async function parse(bytes: Uint8Array): Promise<Packed> {
  try {
    return packedSchema.parse(JSON.parse((await promisify(gunzip)(bytes)).toString('utf8')))
  } catch (cause) {
    throw new UsageError(`these bytes are no packed folder with a ${configName}; deploy the stage again`, { cause })
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..'
}

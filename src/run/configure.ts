import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { defaultStages, type Stage, stages } from '../brands/stages.ts'
import { readEnvironment } from '../environment.ts'
import { UsageError } from '../errors.ts'
import { defaultDecodeOptions } from '../image/picture.ts'
import type { TextModelEntry } from '../posts/text-model/entry.ts'
import { defaultTasks, type ModelEntry } from '../vision/models.ts'
import type { Config, OwnModel } from './config.ts'
import type { FetchingOptions } from './fetching.ts'
import type { RunOptions } from './options.ts'

export const defaults = {
  timeout: 60,
  maxMemory: 2000,
  maxErrorRate: 0.2,
  fetchTimeout: 30,
  fetchRate: 10,
  seed: 1,
  pseudonymKey: 'limelight-pseudonyms.key',
  falseAlarms: 0.02,
} as const

/**
 * What a run is to do, from a config in which flags have won already.
 * @throws UsageError for what is missing or does not go together
 */
export function configure(config: Config, cwd: string): RunOptions {
  const { sources, out, limit, sample, seed } = config
  if (!sources)
    throw new UsageError('no source: give a folder, a table or an image, as in `limelight run posts/ --out out/`')
  if (!out) throw new UsageError('no output folder: give --out DIR')
  if (limit !== undefined && sample !== undefined) {
    throw new UsageError('--limit and --sample exclude each other: the first images, or a random sample of all')
  }
  if (seed !== undefined && sample === undefined) throw new UsageError('--seed is for --sample; give --sample N, too')
  return {
    sources: sources.map((source) => (isAddress(source) ? source : resolve(cwd, source))),
    out: resolve(cwd, out),
    brands: Array.isArray(config.brands) ? config.brands.join(',') : (config.brands ?? null),
    stages: stagesOf(config),
    falseAlarms: config.falseAlarms ?? defaults.falseAlarms,
    cwd,
    tasks: config.tasks === 'none' ? [] : [...new Set(config.tasks ?? defaultTasks)],
    variables: config.variables ?? 'curated',
    ownVariables: (config.ownVariables ?? []).map((path) => resolve(cwd, path)),
    colourTable: config.colourTable ? resolve(cwd, config.colourTable) : null,
    device: config.device ?? 'auto',
    batch: config.batch ?? null,
    reader: null,
    fetching: config.fetch === false ? null : fetchingOf(config),
    picture: {
      analysisSize: config.analysisSize ?? defaultDecodeOptions.analysisSize,
      icc: config.icc ?? defaultDecodeOptions.icc,
      maxBytes: config.maxBytes ?? defaultDecodeOptions.maxBytes,
      maxPixels: config.maxPixels ?? defaultDecodeOptions.maxPixels,
    },
    timeout: config.timeout ?? defaults.timeout,
    workers: config.workers ?? Math.max(1, readEnvironment().cores),
    laneMemory: (config.maxMemory ?? defaults.maxMemory) * 1e6,
    root: config.root ? resolve(cwd, config.root) : null,
    map: config.map ?? {},
    limit: limit ?? null,
    sample: sample === undefined ? null : { size: sample, seed: seed ?? defaults.seed },
    maxErrorRate: config.maxErrorRate ?? defaults.maxErrorRate,
    retryErrors: config.retryErrors ?? false,
    csv: config.csv ?? false,
    pseudonymKey: pseudonymKeyOf(config, cwd),
    models: (config.models ?? []).map(entryOf),
    textModel: textModelOf(config),
  }
}

/** In the order of precision, whatever the order in which they were named. */
function stagesOf({ stages: chosen }: Config): Stage[] {
  return stages.filter((stage) => (chosen ?? defaultStages).includes(stage))
}

function fetchingOf({ fetchTimeout, fetchRate, refresh, allowPrivateHosts }: Config): FetchingOptions {
  return {
    timeout: fetchTimeout ?? defaults.fetchTimeout,
    rate: fetchRate ?? defaults.fetchRate,
    refresh: refresh ?? false,
    allowPrivate: allowPrivateHosts ?? false,
    objects: null,
  }
}

function textModelOf({ textModel }: Config): TextModelEntry | null {
  if (!textModel) return null
  const { labels, placeholders, ...rest } = textModel
  const { handles = null, addresses = null } = placeholders ?? {}
  return { ...rest, labels: labels ?? null, placeholders: { handles, addresses } }
}

function pseudonymKeyOf({ pseudonymise, pseudonymKey, out }: Config, cwd: string): string | null {
  if (!pseudonymise) {
    if (pseudonymKey) throw new UsageError('--pseudonym-key is for --pseudonymise; give --pseudonymise, too')
    return null
  }
  const file = resolve(cwd, pseudonymKey ?? defaults.pseudonymKey)
  if (out && !relative(resolve(cwd, out), file).startsWith('..'))
    throw new UsageError(`--pseudonym-key ${file}: lies in the dataset, which is passed on; keep the key elsewhere`)
  return file
}

function isAddress(source: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(source)
}

function entryOf({ path, labels, ...model }: OwnModel): ModelEntry {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile())
    throw new UsageError(`models: ${path}: there is no such file; give the .onnx file of ${model.name}`)
  return {
    ...model,
    labels,
    file: path,
    origin: { kind: 'file', path },
    bytes: found.size,
    input: 'as the adapter gives it',
  }
}

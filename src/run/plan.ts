import { randomBytes } from 'node:crypto'
import type { Brand } from '../brands/brand.ts'
import { type Stage, stageVersions } from '../brands/stages.ts'
import { type Environment, readEnvironment } from '../environment.ts'
import { sha256 } from '../hash.ts'
import type { DecodeOptions } from '../image/picture.ts'
import { resolveTextModel, type TextModel } from '../posts/text-model/entry.ts'
import { type LoadedVariables, loadOwnVariables } from '../variables/own.ts'
import { chosenVariables } from '../variables/registry/choose.ts'
import { familyVariables } from '../variables/registry/families.ts'
import { registry, setOwnVariables } from '../variables/registry/index.ts'
import type { Task } from '../vision/detection.ts'
import type { DeviceChoice } from '../vision/device.ts'
import { adapterVersions } from '../vision/models.ts'
import { defaultThresholds, type Thresholds } from '../vision/thresholds.ts'
import { type ResolvedModel, resolveModels } from '../vision/zoo.ts'
import type { RunOptions } from './options.ts'
import { modelsNeeded, planBrands, tasksNeeded } from './plan-brands.ts'
import type { ReaderModule } from './reader.ts'

/** A run, decided: plain data that is sent to the lanes. */
export interface Plan {
  runId: string
  /** Hash of everything that can change a number. */
  digest: string
  tasks: Task[]
  /** Columns that are measured beside the core. */
  variables: string[]
  /** Modules with the user's own variables. */
  ownVariables: string[]
  /** The user's table of colour names. */
  colourTable: string | null
  leftOut: { task: string; why: string }[]
  models: ResolvedModel[]
  /** Classifies captions; no part of the digest, as posts are written anew in each run. */
  textModel: TextModel | null
  thresholds: Thresholds
  brands: Brand[] | null
  /** How logos are looked for; none where brands are not. */
  stages: Stage[]
  /** The brands as vectors, a file for the lanes; null where no stage needs it. */
  gallery: string | null
  /** Folder of this machine where descriptions of references are kept; null where brands are not looked for. */
  store: string | null
  /** Share of photos without the brands that may show one. */
  falseAlarms: number
  picture: DecodeOptions
  device: DeviceChoice
  /** Images that a lane measures at once; null: what pays on the device. */
  batch: number | null
  timeout: number
  laneMemory: number
  /** Where lanes have bytes from; null: files on this machine. */
  reader: ReaderModule | null
  faults: string | null
}

export async function makePlan(options: RunOptions, environment: Environment = readEnvironment()): Promise<Plan> {
  const { models, missing } = await resolveModels(modelsNeeded(options), environment, options.models)
  const tasks = tasksNeeded(options).filter((task) => models.some((model) => model.task === task))
  const {
    brands,
    stages,
    gallery,
    store,
    content,
    leftOut: brandsLeftOut,
  } = await planBrands(options, { tasks, models }, environment)
  const leftOut: Plan['leftOut'] = [
    ...missing.map(({ task, model }) => ({
      task,
      why: `the weights of ${model} are not on this machine; \`limelight models pull\` gets them`,
    })),
    ...brandsLeftOut,
  ]
  const { picture, ownVariables, colourTable } = options
  const variables = chosenVariables(options.variables)
  const own = await loadOwnVariables(options, sha256)
  setOwnVariables(own.flatMap((module) => module.variables))
  const thresholds = defaultThresholds
  return {
    runId: newRunId(),
    digest: await digestOf({ models, thresholds, brands: content, stages, picture, variables, own }),
    tasks,
    variables,
    ownVariables,
    colourTable,
    leftOut: [...new Map(leftOut.map((entry) => [entry.task, entry])).values()],
    models,
    textModel: options.textModel && (await resolveTextModel(options.textModel)),
    thresholds,
    brands,
    stages,
    gallery,
    store,
    falseAlarms: options.falseAlarms,
    picture,
    device: options.device,
    batch: options.batch,
    timeout: options.timeout,
    laneMemory: options.laneMemory,
    reader: options.reader,
    faults: environment.faults,
  }
}

/** Sorts by time: `20261122T191420123Z-1a2b3c`. */
export function newRunId(): string {
  return `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
}

type Measuring = Pick<Plan, 'models' | 'thresholds' | 'stages' | 'picture' | 'variables'> & {
  brands: unknown
  own: LoadedVariables[]
}

/** The device, batches, the number of workers and where files lie are no part of it: they change no number. */
async function digestOf(plan: Measuring): Promise<string> {
  const chosen = new Set(plan.variables)
  const optional = new Set(familyVariables.map(({ name }) => name))
  return sha256(
    JSON.stringify({
      variables: registry
        .filter((v) => v.dataset !== 'posts' && (chosen.has(v.name) || !optional.has(v.name)))
        .map((v) => `${v.dataset}.${v.name}:${v.version}`),
      models: plan.models.map(({ path: _path, labelsPath: _labels, ...model }) => ({
        ...model,
        adapterVersion: adapterVersions[model.adapter],
      })),
      thresholds: plan.thresholds,
      brands: plan.brands,
      stages: plan.brands ? [...plan.stages, 'decision' as const].map((name) => `${name}:${stageVersions[name]}`) : [],
      picture: plan.picture,
      own: plan.own.map((module) => [module.sha256, module.variables.map(({ name, version }) => `${name}:${version}`)]),
    }),
  )
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import type { MachineName } from '../../src/cloud/prices.ts'
import { machines } from '../../src/cloud/prices.ts'
import { readEnvironment } from '../../src/environment.ts'
import { sha256 } from '../../src/hash.ts'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { measure } from '../../src/variables/measure.ts'
import { chosenVariables } from '../../src/variables/registry/choose.ts'
import { openVision } from '../../src/vision/open.ts'
import { resolveModels } from '../../src/vision/zoo.ts'

/** Choices of `--variables`; a stage measures the core if nothing else is said. */
export type Choice = 'core' | 'curated' | 'all'

/** CPU time of an image by stage, in ms: what a worker's cores do, and what the models take, which a GPU can do for them. */
export interface Stages {
  photos: number
  /** Hash and decoding to an upright picture of 1080 px. */
  decode: number
  /** Which image variables, and their time. */
  chosen: Choice
  variables: number
  /** Around the models: letterboxes, crops, boxes, regions, characters. */
  around: number
  models: number
}

/**
 * Beside these, a worker takes some milliseconds of CPU time for an image: its GET, rows from lane to worker, shards. Measured as what a worker
 * takes more than `limelight run` (`npm run bench -- worker rate none`: up to 5 %, without TLS), and that more than decoding and variables.
 */
export const besideStages = 3.5

/**
 * How often faster a GPU runs the models than a core here. Assumed, not measured: by single precision of NVIDIA's data sheets (L4 30.3 TFLOPS, A10G
 * 31.2, T4 8.1), of which networks this small, in batches of 8, are taken to use a tenth, against some 0.06 TFLOPS of a core.
 */
export const gpuOverCore: Readonly<Record<string, number>> = { L4: 50, A10G: 52, T4: 14 }

/** Measures the stages on photos of Instagram, one after another on one core. */
export async function measureStages(chosen: Choice = 'core', most = 24): Promise<Stages> {
  const shared = join(process.cwd(), '..', 'shared')
  if (!existsSync(join(shared, 'data'))) throw new Error(`${shared} is missing: give --rate`)
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  const environment = { ...readEnvironment(), modelsFolder: join(shared, 'models') }
  const { models } = await resolveModels(['objects', 'faces', 'text'], environment)
  const vision = await openVision({ models, device: 'cpu', threads: 1 })
  const modelTime = timedModels()
  const sum = { decode: 0, variables: 0, around: 0, models: 0 }
  const columns = new Set(chosenVariables(chosen))
  const files = photosIn(join(shared, 'data/instaloader'), most)
  const pass = async (file: string) => {
    const bytes = readFileSync(file)
    const decoded = await timed(async () => {
      sha256(bytes)
      return decode(bytes, defaultDecodeOptions)
    })
    const measured = await timed(() => measure(decoded.value, columns))
    const before = modelTime()
    const seen = await timed(() => vision.see(decoded.value))
    const inModels = modelTime() - before
    return { decode: decoded.ms, variables: measured.ms, around: Math.max(0, seen.ms - inModels), models: inModels }
  }
  try {
    // Sessions and kernels are made by the first ones.
    for (const file of files.slice(0, 3)) await pass(file)
    for (const file of files)
      for (const [stage, ms] of Object.entries(await pass(file))) sum[stage as keyof typeof sum] += ms / files.length
  } finally {
    await vision.close()
  }
  return { photos: files.length, chosen, ...sum }
}

export interface Rate {
  /** Images a second of one worker. */
  rate: number
  /** What its cores could do, and its GPU; null without one. */
  cores: number
  gpu: number | null
}

/** What one worker with all of a machine does: the slower of its cores and its GPU. A vCPU is taken for a core of this machine. */
export function rateOn(machine: MachineName, stages: Stages): Rate {
  const { vcpus, gpu } = machines[machine]
  const beside = stages.decode + stages.variables + stages.around + besideStages
  if (gpu === 'none') {
    const rate = (1000 * vcpus) / (beside + stages.models)
    return { rate, cores: rate, gpu: null }
  }
  const cores = (1000 * vcpus) / beside
  const onGpu = (1000 * (gpuOverCore[gpu] ?? 0)) / stages.models
  return { rate: Math.min(cores, onGpu), cores, gpu: onGpu }
}

/** The derivation, in lines. */
export function derivation(stages: Stages): string[] {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const { photos, chosen, decode, variables, around, models } = stages
  return [
    `CPU time an image here, of ${photos} photos of Instagram: decode ${ms(decode)}, ${chosen} variables ${ms(variables)}, around the models ${ms(around)};`,
    `reading, rows and shards ${ms(besideStages)} (measured before); the models ${ms(models)}, which a GPU is assumed to do ${gpuOverCore.L4} times as fast (L4; not measured).`,
  ]
}

/** CPU time within onnxruntime, in ms, from now on. */
function timedModels(): () => number {
  let ms = 0
  const sessions = (InferenceSession as unknown as { prototype: InferenceSession }).prototype
  const run = sessions.run as (...args: unknown[]) => ReturnType<InferenceSession['run']>
  sessions.run = async function (this: InferenceSession, ...args: unknown[]) {
    const done = await timed(() => run.apply(this, args))
    ms += done.ms
    return done.value
  }
  return () => ms
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; ms: number }> {
  const start = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(start)
  return { value, ms: (user + system) / 1000 }
}

function photosIn(folder: string, most: number): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
  const every = Math.max(1, Math.floor(all.length / most))
  return all.filter((_, at) => at % every === 0).map((name) => join(folder, name))
}

import { readFile } from 'node:fs/promises'
import type { Picture } from '../image/picture.ts'
import { tasksInBatches } from './batch.ts'
import type { Sight, Task } from './detection.ts'
import { chooseDevice, type DeviceChoice } from './device.ts'
import { entriesFor } from './models.ts'
import { openBatch } from './open-batch.ts'
import type { Device } from './session.ts'
import { defaultThresholds, type Thresholds } from './thresholds.ts'
import type { ResolvedModel } from './zoo.ts'

export interface VisionOptions {
  models: readonly ResolvedModel[]
  device: DeviceChoice
  /** Threads within a model; 1 where several lanes run side by side. */
  threads: number
  thresholds?: Partial<Thresholds>
  /** Pictures that a model sees at once, where it can; null or not given: what pays on the device. */
  batch?: number | null
}

/** The models of a run, loaded. */
export interface Vision {
  device: Device
  /** Pictures that models see at once. */
  batch: number
  /** Models that look at pictures one by one although several were to be seen at once, each with the reason. */
  oneByOne: readonly string[]
  /** What is in a picture; null for tasks without a model. Calls run one after another. */
  see(picture: Picture): Promise<Sight>
  /** The same for several pictures, in batches. */
  seeAll(pictures: readonly Picture[]): Promise<Sight[]>
  close(): Promise<void>
}

const classCount = 5

/** A batch fills a GPU. On a CPU it takes longer than its pictures one by one (`npm run bench -- batches`): the cache holds less of it. */
const usualBatch: Record<Device, number> = { cpu: 1, webgpu: 8, cuda: 8 }

/** Loads models; each is opened once and kept. Only what the tasks need is imported. */
export async function openVision({
  models,
  device: choice,
  threads,
  thresholds,
  batch: wanted,
}: VisionOptions): Promise<Vision> {
  const device = await chooseDevice(choice, models, threads)
  const batch = wanted ?? usualBatch[device]
  const options = { device, threads, batch, ...defaultThresholds, ...thresholds }
  const of = (task: Task) => models.find((model) => model.task === task)
  const [objectModel, faceModel, classModel] = [of('objects'), of('faces'), of('classes')]
  const textModels = models.filter(({ task }) => task === 'text')

  const objects = objectModel ? await (await import('./objects.ts')).openObjects(objectModel, options) : null
  const faces = faceModel ? await (await import('./faces.ts')).openFaces(faceModel, options) : null
  const classes = classModel ? await (await import('./classes.ts')).openClasses(classModel, options) : null
  const text =
    textModels.length > 0
      ? await (await import('./text.ts')).openTextReader(textModels, { device, threads, batch })
      : null
  const logoModels = models.filter(({ task }) => task === 'logos')
  const logos =
    logoModels.length > 0 ? await (await import('./logos.ts')).openLogos(logoModels, { device, threads }) : null

  async function look(pictures: readonly Picture[]): Promise<Sight[]> {
    const lines = await text?.readAll(pictures)
    const found = {
      objects: await objects?.findAll(pictures),
      faces: await faces?.findAll(pictures),
      text: lines,
      logos: await logos?.findAll(pictures.map((picture, at) => ({ picture, text: lines?.[at] ?? [] }))),
    }
    const sights: Sight[] = []
    for (const [at, picture] of pictures.entries()) {
      // Never in batches: its weights are quantised dynamically, so that one picture would change the scale of another.
      const classified = await classes?.classify(picture, classCount)
      sights.push({
        objects: found.objects?.[at] ?? null,
        faces: found.faces?.[at] ?? null,
        text: found.text?.[at] ?? null,
        classes: classified?.classes ?? null,
        logos: found.logos?.[at] ?? null,
        embedding: classified?.embedding ?? null,
      })
    }
    return sights
  }

  function seeAll(pictures: readonly Picture[]): Promise<Sight[]> {
    // The models' tensors are reused: pictures have to be done before the next ones are written.
    const sights = previous.then(() => look(pictures))
    previous = sights.catch(() => undefined)
    return sights
  }

  let previous: Promise<unknown> = Promise.resolve()
  return {
    device,
    batch,
    oneByOne: batch > 1 ? await thoseOneByOne(models) : [],
    seeAll,
    see: async (picture) => (await seeAll([picture]))[0] as Sight,
    async close() {
      await previous
      for (const model of [objects, faces, text, classes, logos]) await model?.close()
    },
  }
}

async function thoseOneByOne(models: readonly ResolvedModel[]): Promise<string[]> {
  const found: string[] = []
  for (const { name, task, path } of models) {
    if (!tasksInBatches.includes(task)) continue
    const batches = openBatch(await readFile(path))
    if (batches.kind === 'one by one') found.push(`the model ${name} sees pictures one by one: ${batches.why}`)
  }
  return found
}

/**
 * The longest side in px that the models of some tasks look at, for runs without image variables: a larger picture may be decoded smaller.
 * Null where every pixel helps (text, logos).
 */
export function largestSideNeeded(tasks: readonly Task[]): number | null {
  if (tasks.includes('text') || tasks.includes('logos')) return null
  const sides = entriesFor(tasks).map(({ inputSize }) => inputSize ?? 0)
  return Math.max(0, ...sides)
}

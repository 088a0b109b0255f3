import type { Recogniser } from '../brands/recogniser.ts'
import { sha256 } from '../hash.ts'
import { type LoadedVariables, loadOwnVariables } from '../variables/own.ts'
import type { Vision } from '../vision/open.ts'
import type { Device } from '../vision/session.ts'
import { type Done, nothingDone } from './done.ts'
import type { Plan } from './plan.ts'
import { openReader, type Reader } from './reader.ts'

/** What measuring an image needs, opened once for a lane. */
export interface Toolkit {
  plan: Plan
  /** Columns that are measured beside the core, and the user's own. */
  chosen: ReadonlySet<string>
  own: LoadedVariables[]
  vision: Vision | null
  /** Images that are measured at once. */
  batch: number
  recogniser: Recogniser | null
  reader: Reader
  done: Done
  close(): Promise<void>
}

/** Loads what the plan asks for and no more: no model, no onnxruntime. */
export async function openToolkit(plan: Plan, done: Done = nothingDone): Promise<Toolkit> {
  const { default: sharp } = await import('sharp')
  // One thread and no cache for each lane: lanes are what runs side by side, and no picture comes twice.
  sharp.concurrency(1)
  sharp.cache(false)
  const vision = plan.models.length > 0 ? await openModels(plan) : null
  const recogniser = plan.stages.length > 0 ? await openRecogniser(plan, vision?.device ?? 'cpu') : null
  return {
    plan,
    chosen: new Set(plan.variables),
    own: await loadOwnVariables(plan, sha256),
    vision,
    batch: vision?.batch ?? 1,
    recogniser,
    reader: await openReader(plan.reader),
    done,
    close: async () => {
      await vision?.close()
    },
  }
}

async function openModels({ models, device, thresholds, batch }: Plan): Promise<Vision> {
  const { openVision } = await import('../vision/open.ts')
  return await openVision({ models, device, threads: 1, thresholds, batch })
}

async function openRecogniser(
  { brands, stages, models, gallery, store, falseAlarms }: Plan,
  device: Device,
): Promise<Recogniser> {
  const { openRecognition } = await import('../brands/recognition.ts')
  return await openRecognition({ brands: brands ?? [], stages, models, gallery, store, falseAlarms, device })
}

import type { Stage } from '../brands/stages.ts'
import type { DecodeOptions } from '../image/picture.ts'
import type { TextModelEntry } from '../posts/text-model/entry.ts'
import type { Choice } from '../variables/registry/choose.ts'
import type { Task } from '../vision/detection.ts'
import type { DeviceChoice } from '../vision/device.ts'
import type { ModelEntry } from '../vision/zoo.ts'
import type { FetchingOptions } from './fetching.ts'
import type { ReaderModule } from './reader.ts'

/** What a run is to do, complete: defaults are filled in, paths are absolute. */
export interface RunOptions {
  sources: string[]
  out: string
  /** Names of the catalogue with commas, or a brands file; null: brands are not looked for. */
  brands: string | null
  /** How logos are looked for. */
  stages: readonly Stage[]
  /** Share of photos without the brands in which the stage `embedding` may see one, over all brands together. */
  falseAlarms: number
  /** Folder that a relative brands file is looked for in. */
  cwd: string
  tasks: readonly Task[]
  /** Image variables beside the core. */
  variables: Choice
  /** Modules with the user's own variables. */
  ownVariables: string[]
  /** The user's table of colour names. */
  colourTable: string | null
  device: DeviceChoice
  /** Images that models see at once; null: what pays on the device. */
  batch: number | null
  /** Where the bytes of images come from; null: files on this machine. */
  reader: ReaderModule | null
  /** How images on the web and in S3 are fetched; null: they are not. */
  fetching: FetchingOptions | null
  picture: DecodeOptions
  /** For one image, in seconds. */
  timeout: number
  workers: number
  /** Resident set of one lane, in bytes: a lane that passes it is ended. */
  laneMemory: number
  root: string | null
  map: Record<string, string>
  limit: number | null
  sample: { size: number; seed: number } | null
  maxErrorRate: number
  retryErrors: boolean
  csv: boolean
  /** File of the key that accounts and posts have pseudonyms by; null: names stay as they are. */
  pseudonymKey: string | null
  /** The user's own models. */
  models: ModelEntry[]
  /** The user's own classifier of captions; null: its columns are null. */
  textModel: TextModelEntry | null
}

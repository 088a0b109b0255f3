import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../replace-file.ts'
import { systemCode } from './system-error.ts'

/** What `OUT/run.json` says: where the numbers come from, enough to do it again. */
export interface RunInfo {
  run_id: string
  /** ISO 8601, UTC. */
  started_at: string
  finished_at: string
  command: string[]
  pipeline_digest: string
  versions: Record<string, string>
  /** Execution provider of the models that was used, null when no model ran. */
  device: string | null
  tasks: string[]
  /** Tasks that were asked for and left out, and why. */
  tasks_left_out: { task: string; why: string }[]
  models: { task: string; name: string; sha256: string }[]
  /** Null or absent: captions have no sentiment of a text model. */
  text_model?: TextModelInfo | null
  brands: string[]
  picture_rules: Record<string, string | number>
  thresholds: Record<string, number>
  options: Record<string, unknown>
  /** Null or absent: names of accounts are as the sources give them. Else accounts, handles and posts have keyed hashes; `key_id` tells keys apart. */
  pseudonyms?: { method: 'HMAC-SHA-256'; key_id: string } | null
  sources: { name: string; kind: string; left_out: Record<string, number>; notes: string[] }[]
  /** Of this run. */
  counts: {
    references: number
    duplicates: number
    measured: number
    already_measured: number
    errors: number
    errors_by_code: Record<string, number>
    detections: number
    posts: number
    /** Rows of OUT/images, whichever run they come from, and those of other digests; null when the run was interrupted. */
    images_in_dataset: number | null
    images_of_other_digests: number | null
  }
  /** Of a dataset in which `limelight brands apply` looked for brands again: the run whose dataset it was. */
  derived_from?: { out: string; run_id: string; pipeline_digest: string; brands: string[] }
  /** How the dataset `corpus` came about, which `limelight corpus` makes. */
  corpus?: CorpusInfo
  /** False when the run was interrupted: the same command goes on. */
  complete: boolean
  seconds: number
  images_per_second: number
  /** CPU time of the job and its lanes, all threads. */
  cpu_seconds: number
  workers: number
  /** Largest resident set in bytes: of the parent, of the largest lane, and of the parent with all lanes at that size. */
  peak_memory: { parent: number; lane: number; total: number }
  machine: { platform: string; cpu: string; cores: number; memory: number }
}

/** What `limelight corpus` found, as a whole. */
export interface CorpusInfo {
  /** What images were compared by: `embedding MODEL` or `variables N`. */
  vector: string
  images: number
  /** Images in each cluster, the largest first; none where too few images are different. */
  clusters: number[]
  /** Who said how many: the user, the silhouette, or, where no number parts the images well, the size of the corpus. */
  clusters_by: 'given' | 'silhouette' | 'size' | null
  /** Mean silhouette of the clusters, -1 to 1; 0.25 and less is no substantial structure (Kaufman & Rousseeuw 1990). */
  silhouette: number | null
}

/** What classified captions. */
export interface TextModelInfo {
  name: string
  sha256: string
  tokenizer_sha256: string
  licence: string
  /** In the order of the model's outputs. */
  labels: string[]
  max_tokens: number
  /** What stood for @handles and web addresses; null: they stayed. Runs from before there was a choice have none. */
  placeholders?: { handles: string | null; addresses: string | null }
}

/** Reads `OUT/run.json`; null when there is none. */
export async function readRunInfo(out: string): Promise<RunInfo | null> {
  const path = join(out, 'run.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    // Where the folder lies in a file, there is none either; who writes to it says so.
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null
    throw error
  }
  return JSON.parse(text) as RunInfo
}

/** Writes `OUT/run.json`, whole or not at all. */
export async function writeRunInfo(out: string, info: RunInfo): Promise<void> {
  await replaceFile(join(out, 'run.json'), `${JSON.stringify(info, null, 2)}\n`)
}

import { readFile } from 'node:fs/promises'
import { UsageError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import { refusal } from '../../vision/onnx-file.ts'
import type { Placeholders } from '../cut-caption.ts'
import type { Sentiment } from '../english.ts'
import { labelsBeside } from './labels.ts'

/** A text classifier of the user's own, as the config names it; paths are absolute. */
export interface TextModelEntry {
  name: string
  /** The .onnx file. */
  path: string
  /** Of that file, lower-case hex. */
  sha256: string
  licence: string
  /** The tokenizer.json that the model was trained with. */
  tokenizer: string
  /** What each of the model's outputs means, in their order; null: what config.json beside the tokenizer says. */
  labels: readonly Sentiment[] | null
  /** Longer texts are cut: what the model was trained for, the tokens that frame a text included. */
  maxTokens: number
  placeholders: Placeholders
}

/** One whose files are on this machine, and are safe to load. Plain data. */
export interface TextModel extends TextModelEntry {
  labels: readonly Sentiment[]
  /** Of tokenizer.json: other tokens give other scores. */
  tokenizerSha256: string
}

/**
 * Looks at a text model's files; nothing is loaded into onnxruntime.
 * @throws UsageError for a file that is not there, a wrong hash, external data, custom operators, or labels that are not known
 */
export async function resolveTextModel(entry: TextModelEntry): Promise<TextModel> {
  const { name, path, tokenizer } = entry
  const bytes = await read(path, `give the .onnx file of ${name}`)
  const hash = sha256(bytes)
  if (hash !== entry.sha256) {
    throw new UsageError(
      `textModel: ${path}: is not ${name}: SHA-256 ${hash} instead of ${entry.sha256}; get the right file, or correct sha256 in the config`,
    )
  }
  const reason = refusal(bytes)
  if (reason) throw new UsageError(`textModel: ${path}: ${name} is refused: ${reason}; use another export`)
  const tokenizerSha256 = sha256(await read(tokenizer, `give the tokenizer.json of ${name}`))
  return { ...entry, labels: entry.labels ?? (await labelsBeside(tokenizer)), tokenizerSha256 }
}

async function read(path: string, advice: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new UsageError(`textModel: ${path}: can't be read (${(cause as Error).message}); ${advice}`, { cause })
  }
}

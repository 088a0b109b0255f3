import * as ort from 'onnxruntime-node'
import { RunError, UsageError } from '../../errors.ts'
import { createSession } from '../../vision/session.ts'
import { withPlaceholders } from '../cut-caption.ts'
import type { Sentiment } from '../english.ts'
import type { TextModel } from './entry.ts'
import { openTokeniser } from './tokens.ts'

/** What a text model says of one text. */
export interface ModelSentiment {
  /** The most likely sentiment. */
  label: Sentiment
  /** Probability of positive less that of negative, -1 to 1. */
  score: number
}

export interface TextClassifier {
  /** @throws RunError where the model fails on the text */
  classify(text: string): Promise<ModelSentiment>
  close(): Promise<void>
}

const needed = ['input_ids', 'attention_mask']
const possible = [...needed, 'token_type_ids']

/**
 * Loads a text model, and tries it on a word. Texts are run one by one: many exports are quantised dynamically, so that in a batch
 * one caption would change the score of another; on one thread a batch of 8 saves a tenth of the time at most.
 * @throws UsageError for a model with other inputs, or with another number of outputs than labels
 */
export async function openTextClassifier(model: Omit<TextModel, 'tokenizerSha256'>): Promise<TextClassifier> {
  const tokenise = await openTokeniser(model)
  const session = await createSession(model.path, { device: 'cpu', threads: 1, arena: false }).catch((cause: Error) => {
    throw new UsageError(`textModel: ${model.path}: onnxruntime can't load it (${cause.message}); use another export`, {
      cause,
    })
  })
  checkInputs(session, model)

  async function classify(text: string): Promise<ModelSentiment> {
    const ids = tokenise(withPlaceholders(text, model.placeholders))
    const outputs = await session.run(feeds(session, ids)).catch((cause: Error) => {
      throw new RunError(
        `textModel: ${model.name} fails on ${JSON.stringify(text.slice(0, 60))} (${ids.length} tokens): ${cause.message}; is its tokenizer.json of the same model, and maxTokens not too large?`,
        { cause },
      )
    })
    return sentimentOf(outputs.logits ?? outputs[session.outputNames[0] ?? ''], model)
  }

  await classify('word')
  return { classify, close: () => session.release() }
}

function checkInputs(
  { inputNames, inputMetadata }: ort.InferenceSession,
  { path, name }: Pick<TextModel, 'path' | 'name'>,
): void {
  const fits =
    needed.every((input) => inputNames.includes(input)) &&
    inputNames.every((input) => possible.includes(input)) &&
    inputMetadata.every(
      (input) => input.isTensor && /^int(?:32|64)$/.test(input.type) && typeof input.shape[1] === 'string',
    )
  if (fits) return
  const has = inputMetadata.map((input) =>
    input.isTensor ? `${input.name} (${input.type} ${input.shape.join(' x ')})` : input.name,
  )
  throw new UsageError(
    `textModel: ${path}: ${name} has the inputs ${has.join(', ')}; it needs ${needed.join(' and ')}, and may have token_type_ids, whole numbers (int64 or int32) of any length: export it for text-classification`,
  )
}

function feeds({ inputMetadata }: ort.InferenceSession, ids: readonly number[]): Record<string, ort.Tensor> {
  const shape = [1, ids.length]
  const values: Record<string, readonly number[]> = {
    input_ids: ids,
    attention_mask: ids.map(() => 1),
    token_type_ids: ids.map(() => 0),
  }
  const tensor = ({ name, ...input }: ort.InferenceSession.ValueMetadata): ort.Tensor => {
    const numbers = values[name] ?? []
    return 'type' in input && input.type === 'int32'
      ? new ort.Tensor('int32', Int32Array.from(numbers), shape)
      : new ort.Tensor('int64', BigInt64Array.from(numbers, BigInt), shape)
  }
  return Object.fromEntries(inputMetadata.map((input) => [input.name, tensor(input)]))
}

/** Outputs of one sentiment (one and two stars, say) count together. */
function sentimentOf(
  output: ort.OnnxValue | undefined,
  { path, name, labels }: Pick<TextModel, 'path' | 'name' | 'labels'>,
): ModelSentiment {
  if (!output || !('dims' in output) || !(output.data instanceof Float32Array))
    throw new UsageError(`textModel: ${path}: the output of ${name} is not a float32 tensor; use another export`)
  if (output.dims.join() !== `1,${labels.length}`)
    throw new UsageError(
      `textModel: ${path}: ${name} gives ${output.dims.join(' x ')} numbers for a text, and the config ${labels.length} labels (${labels.join(', ')}); give a label for each`,
    )
  const chances = softmax(output.data)
  const of = (label: Sentiment) => chances.reduce((sum, chance, at) => (labels[at] === label ? sum + chance : sum), 0)
  if (!chances.every(Number.isFinite))
    throw new RunError(`textModel: ${name} gives no numbers (${[...output.data].join(', ')})`)
  const label = labels.reduce((best, each) => (of(each) > of(best) ? each : best))
  return { label, score: of('positive') - of('negative') }
}

function softmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits)
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

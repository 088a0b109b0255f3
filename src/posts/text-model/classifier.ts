import * as ort from 'onnxruntime-node'
import { RunError, UsageError } from '../../errors.ts'
import { createSession } from '../../vision/session.ts'
import type { Sentiment } from '../english.ts'
import type { TextModelEntry } from './entry.ts'
import { openTokeniser } from './tokens.ts'

/** What a text model says of one text. */
export interface ModelSentiment {
  /** The most likely class. */
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
export async function openTextClassifier(model: TextModelEntry): Promise<TextClassifier> {
  const tokenise = await openTokeniser(model)
  const session = await createSession(model.path, { device: 'cpu', threads: 1, arena: false }).catch((cause: Error) => {
    throw new UsageError(`textModel: ${model.path}: onnxruntime can't load it (${cause.message}); use another export`, {
      cause,
    })
  })
  checkInputs(session, model)

  async function classify(text: string): Promise<ModelSentiment> {
    const ids = tokenise(text)
    const outputs = await session.run(feeds(session.inputNames, ids)).catch((cause: Error) => {
      throw new RunError(
        `textModel: ${model.name} fails on ${JSON.stringify(text.slice(0, 60))} (${ids.length} tokens): ${cause.message}; is its tokenizer.json of the same model, and maxTokens not too large?`,
        { cause },
      )
    })
    return sentimentOf(outputs[session.outputNames[0] ?? ''], model)
  }

  await classify('word')
  return { classify, close: () => session.release() }
}

function checkInputs({ inputNames, inputMetadata }: ort.InferenceSession, { path, name }: TextModelEntry): void {
  const fits =
    needed.every((input) => inputNames.includes(input)) &&
    inputNames.every((input) => possible.includes(input)) &&
    inputMetadata.every((input) => input.isTensor && input.type === 'int64' && typeof input.shape[1] === 'string')
  if (fits) return
  const has = inputMetadata.map((input) =>
    input.isTensor ? `${input.name} (${input.type} ${input.shape.join(' x ')})` : input.name,
  )
  throw new UsageError(
    `textModel: ${path}: ${name} has the inputs ${has.join(', ')}; it needs ${needed.join(' and ')}, and may have token_type_ids, int64 of any length: export it for text-classification`,
  )
}

function feeds(names: readonly string[], ids: readonly number[]): Record<string, ort.Tensor> {
  const shape = [1, ids.length]
  const values: Record<string, BigInt64Array> = {
    input_ids: BigInt64Array.from(ids, BigInt),
    attention_mask: new BigInt64Array(ids.length).fill(1n),
    token_type_ids: new BigInt64Array(ids.length),
  }
  return Object.fromEntries(names.map((name) => [name, new ort.Tensor('int64', values[name] as BigInt64Array, shape)]))
}

function sentimentOf(output: ort.OnnxValue | undefined, { path, name, labels }: TextModelEntry): ModelSentiment {
  if (!output || !('dims' in output) || !(output.data instanceof Float32Array))
    throw new UsageError(`textModel: ${path}: the output of ${name} is not a float32 tensor; use another export`)
  if (output.dims.join() !== `1,${labels.length}`)
    throw new UsageError(
      `textModel: ${path}: ${name} gives ${output.dims.join(' x ')} numbers for a text, and the config ${labels.length} labels (${labels.join(', ')}); use a classifier of that many classes`,
    )
  const chances = softmax(output.data)
  const of = (label: Sentiment) => chances[labels.indexOf(label)] ?? 0
  const label = labels[chances.indexOf(Math.max(...chances))]
  if (!label) throw new RunError(`textModel: ${name} gives no numbers (${[...output.data].join(', ')})`)
  return { label, score: of('positive') - of('negative') }
}

function softmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits)
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { UsageError } from '../../errors.ts'
import type { TextModelEntry } from './entry.ts'

/** The ids of a text's tokens, framed as the model wants it; at most `maxTokens`. */
export type Tokenise = (text: string) => number[]

/** @throws UsageError for a file that is no tokenizer.json, or one of a kind that is not known */
export async function openTokeniser({
  name,
  tokenizer: path,
  maxTokens,
}: Pick<TextModelEntry, 'name' | 'tokenizer' | 'maxTokens'>): Promise<Tokenise> {
  try {
    const tokenizer = new Tokenizer(JSON.parse(await readFile(path, 'utf8')), {})
    const frame = tokenizer.encode('').ids
    return (text) => cut(tokenizer.encode(text).ids, frame, maxTokens)
  } catch (cause) {
    throw new UsageError(
      `textModel: ${path}: can't be used (${(cause as Error).message}); give the tokenizer.json of ${name}`,
      { cause },
    )
  }
}

/**
 * The first tokens of a text, between those that frame it.
 * @param frame what an empty text becomes: `[CLS] [SEP]`, `<s> </s>`, or nothing
 */
function cut(ids: number[], frame: readonly number[], maxTokens: number): number[] {
  if (ids.length <= maxTokens) return ids
  let before = 0
  while (before < frame.length && frame[before] === ids[before]) before++
  const after = frame.length - before
  return [...ids.slice(0, maxTokens - after), ...ids.slice(ids.length - after)]
}

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../../errors.ts'
import type { Sentiment } from '../english.ts'

const advice = 'say what each output means: "labels": ["negative", "neutral", "positive"], in their order'

/**
 * What the outputs of a model mean by its config.json, which exports put beside tokenizer.json (`id2label`).
 * @throws UsageError where there is none, or its names are no sentiments (`LABEL_0`)
 */
export async function labelsBeside(tokenizer: string): Promise<Sentiment[]> {
  const path = join(dirname(tokenizer), 'config.json')
  const names = namesIn(await readFile(path, 'utf8').catch(() => null))
  if (!names) throw new UsageError(`textModel: labels: there is no ${path} with id2label; ${advice}`)
  const labels = names.map(sentimentNamed)
  if (!labels.every((label) => label !== null) || !(labels.includes('positive') && labels.includes('negative')))
    throw new UsageError(`textModel: labels: ${path} calls the outputs ${names.join(', ')}; ${advice}`)
  return labels
}

/** Keys are the places of the outputs: "0", "1", ... */
function namesIn(text: string | null): string[] | null {
  try {
    const { id2label } = JSON.parse(text ?? '') as { id2label?: Record<string, unknown> }
    const entries = Object.entries(id2label ?? {}).sort(([a], [b]) => Number(a) - Number(b))
    return entries.length > 0 ? entries.map(([, name]) => String(name)) : null
  } catch {
    return null
  }
}

/** `Positive`, `POS`, `very negative`, `4 stars`. */
function sentimentNamed(name: string): Sentiment | null {
  const [, word] = /^(?:very[\s_-]?)?(neg|neu|pos)(?:ative|tral|itive)?$/i.exec(name.trim()) ?? []
  if (word) return ({ neg: 'negative', neu: 'neutral', pos: 'positive' } as const)[word.toLowerCase() as 'neg']
  const stars = Number(/^([1-5]) stars?$/i.exec(name.trim())?.[1])
  if (Number.isNaN(stars)) return null
  return stars === 3 ? 'neutral' : stars < 3 ? 'negative' : 'positive'
}

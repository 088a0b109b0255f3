import type { ModelSentiment } from '../posts/text-model/classifier.ts'
import type { TextModel } from '../posts/text-model/entry.ts'

/** What the job says to the process of the text model. */
export type ToTextModel = { kind: 'open'; model: TextModel } | { kind: 'texts'; texts: string[] }

/** What that process says to the job, in the order in which it was asked; `cpu` is what it has used so far, in seconds. */
export type FromTextModel =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string; usage: boolean }
  | { kind: 'classified'; sentiments: ModelSentiment[]; cpu: number }

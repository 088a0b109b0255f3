import { family, type Variable } from '../entry.ts'

const noModel = 'when no text model is configured, or the post has no caption; not for other languages'

/** What a classifier of the user's own says of a caption. */
export const textModel: Variable[] = family('posts', 'text model', [
  {
    name: 'sentiment_model_label',
    type: 'string',
    range: 'positive, neutral, negative',
    formula:
      'the most likely class of the caption as it stands, by the ONNX classifier that the config names (textModel)',
    source: "the user's own model; run.json names it, with its hash",
    missing: noModel,
  },
  {
    name: 'sentiment_model_score',
    type: 'float',
    range: '-1 to 1',
    formula: 'probability of positive less that of negative (softmax of the outputs of the same classifier)',
    source: "the user's own model; run.json names it, with its hash",
    missing: noModel,
  },
])

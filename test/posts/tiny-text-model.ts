import { floats, int, message, model, node, text, value, varint } from '../vision/onnx-writer.ts'

const words: Record<string, readonly [negative: number, neutral: number, positive: number]> = {
  '[PAD]': [9, 0, 0],
  '[UNK]': [0, 0.1, 0],
  '[CLS]': [0, 0.5, 0],
  '[SEP]': [0, 0.5, 0],
  love: [0, 0, 3],
  hate: [3, 0, 0],
  liebe: [0, 0, 3],
  '##s': [0, 0, 1],
  '!': [0, 0, 0],
}

/** Ids of the words that {@link tinyTokenizer} knows. */
export const ids = Object.fromEntries(Object.keys(words).map((word, id) => [word, id]))

export interface TinyTextModel {
  inputs?: readonly string[]
  classes?: number
  /** Of the words of a text; a name is open. */
  length?: number | string
  /** Of the table of words: fewer than the tokenizer has make it fail. */
  vocabulary?: number
  /** ONNX's number of the inputs' type: 6 is int32, 7 is int64. */
  type?: 6 | 7
  /** Outputs that come before `logits`. */
  more?: readonly string[]
}

/**
 * A real, tiny classifier: each token has three numbers, those of a text are added up where the attention mask says so.
 * Its outputs are in the order negative, neutral, positive.
 */
export function tinyTextModel({
  inputs = ['input_ids', 'attention_mask'],
  classes = 3,
  length = 't',
  vocabulary = Object.keys(words).length,
  type = 7,
  more = [],
}: TinyTextModel = {}): Uint8Array {
  const rows = Object.values(words).slice(0, vocabulary)
  const [ids = '', mask = ''] = inputs
  return model([
    ...message(1, node('Gather', ['table', ids], 'words', [int('axis', 0)])),
    ...message(1, node('Cast', [mask], 'weights', [int('to', 1)])),
    ...message(1, node('Einsum', ['words', 'weights'], 'logits', [equation('ntc,nt->nc')])),
    ...message(2, text('tiny')),
    ...message(
      5,
      floats('table', { shape: [rows.length, classes], values: rows.flatMap((row) => row.slice(0, classes)) }),
    ),
    ...more.flatMap((name) => message(1, node('Identity', ['words'], name))),
    ...inputs.flatMap((name) => message(11, value(name, ['n', length], type))),
    ...more.flatMap((name) => message(12, value(name, ['n', length, classes]))),
    ...message(12, value('logits', ['n', classes])),
  ])
}

/** A tokenizer.json in the manner of BERT. */
export function tinyTokenizer(): string {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']
  const frame = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } })
  return JSON.stringify({
    version: '1.0',
    added_tokens: special.map((content) => ({ id: ids[content], content, special: true, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [frame('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, frame('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [ids[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##' },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: ids,
    },
  })
}

function equation(letters: string): number[] {
  return [...message(1, text('equation')), ...message(4, text(letters)), ...varint(20, 3)]
}

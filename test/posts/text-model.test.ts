import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { withPlaceholders } from '../../src/posts/cut-caption.ts'
import { openTextClassifier } from '../../src/posts/text-model/classifier.ts'
import { resolveTextModel, type TextModel, type TextModelEntry } from '../../src/posts/text-model/entry.ts'
import { openTokeniser } from '../../src/posts/text-model/tokens.ts'
import { ids, type TinyTextModel, tinyTextModel, tinyTokenizer } from './tiny-text-model.ts'

let folder = ''
let next = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-text-model-'))
  await writeFile(join(folder, 'tokenizer.json'), tinyTokenizer())
  await writeFile(join(folder, 'other.json'), '{"a": 1}')
  await writeFile(join(folder, 'broken.json'), '{')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An entry of a model that lies in the folder. */
async function entryOf(model: TinyTextModel | Uint8Array = {}): Promise<TextModelEntry & Pick<TextModel, 'labels'>> {
  const bytes = model instanceof Uint8Array ? model : tinyTextModel(model)
  const path = join(folder, `${next++}.onnx`)
  await writeFile(path, bytes)
  return {
    ...{ name: 'tiny', path, sha256: sha256(bytes), licence: 'Apache-2.0', tokenizer: join(folder, 'tokenizer.json') },
    ...{ labels: ['negative', 'neutral', 'positive'], maxTokens: 8 },
    placeholders: { handles: null, addresses: null },
  }
}

async function classify(entry: Parameters<typeof openTextClassifier>[0], text: string) {
  const classifier = await openTextClassifier(entry)
  try {
    return await classifier.classify(text)
  } finally {
    await classifier.close()
  }
}

const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp)
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

test.each([
  ['I love it', 'positive', [0, 1.2, 3]],
  ['HATE', 'negative', [3, 1, 0]],
  ['Ich liebe das', 'positive', [0, 1.2, 3]],
  ['loves, hates', 'positive', [3, 1.1, 5]],
  ['a table', 'neutral', [0, 1.2, 0]],
])('%j is %s, in any language, with the probabilities of its outputs', async (text, label, logits) => {
  const found = await classify(await entryOf(), text)

  const [negative = 0, , positive = 0] = softmax(logits)
  expect(found.label).toBe(label)
  expect(found.score).toBeCloseTo(positive - negative, 6)
})

test('labels stand in the order of the outputs', async () => {
  const entry = await entryOf()

  expect((await classify({ ...entry, labels: ['positive', 'neutral', 'negative'] }, 'love')).label).toBe('negative')
})

test('a model that also takes token types gives the same', async () => {
  const typed = await entryOf({ inputs: ['input_ids', 'attention_mask', 'token_type_ids'] })

  expect(await classify(typed, 'I love it')).toEqual(await classify(await entryOf(), 'I love it'))
})

test('inputs of int32 do as well, and of several outputs `logits` is taken', async () => {
  const other = await entryOf({ type: 6, more: ['hidden_states'] })

  expect(await classify(other, 'I love it')).toEqual(await classify(await entryOf(), 'I love it'))
})

describe('classes beside negative, neutral and positive', () => {
  test('two: nothing is neutral', async () => {
    const entry = { ...(await entryOf({ classes: 2 })), labels: ['negative', 'positive'] as const }

    const [negative = 0, positive = 0] = softmax([0, 1.2])
    expect(await classify(entry, 'a table')).toEqual({
      label: 'positive',
      score: expect.closeTo(positive - negative, 6),
    })
  })

  test('outputs of one sentiment count together', async () => {
    const entry = { ...(await entryOf()), labels: ['negative', 'positive', 'positive'] as const }

    const [negative = 0, first = 0, second = 0] = softmax([3, 1.1, 3])
    const { label, score } = await classify(entry, 'love hate x')
    expect(label).toBe('positive')
    expect(score).toBeCloseTo(first + second - negative, 6)
  })

  test.each([
    [{ 0: 'negative', 1: 'neutral', 2: 'positive' }, ['negative', 'neutral', 'positive']],
    [{ 2: 'POS', 0: 'NEG', 1: 'NEU' }, ['negative', 'neutral', 'positive']],
    [{ 0: 'NEGATIVE', 1: 'POSITIVE' }, ['negative', 'positive']],
    [
      { 0: '1 star', 1: '2 stars', 2: '3 stars', 3: '4 stars', 4: '5 stars' },
      ['negative', 'negative', 'neutral', 'positive', 'positive'],
    ],
    [{ 0: 'Very Negative', 1: 'Neutral', 2: 'Very Positive' }, ['negative', 'neutral', 'positive']],
  ])('are named by config.json beside the tokenizer: %j', async (id2label, labels) => {
    expect((await resolveTextModel(await exported(JSON.stringify({ id2label })))).labels).toEqual(labels)
  })

  test.each([
    [JSON.stringify({ id2label: { 0: 'LABEL_0', 1: 'LABEL_1' } }), /calls the outputs LABEL_0, LABEL_1; say what/],
    [JSON.stringify({ id2label: { 0: 'neutral', 1: 'positive' } }), /calls the outputs neutral, positive; say what/],
    ['{', /there is no .*config\.json with id2label; say what/],
    [null, /there is no .*config\.json with id2label; say what/],
  ])('that are not known have to be said: %s', async (config, reason) => {
    await expect(resolveTextModel(await exported(config))).rejects.toThrow(reason)
  })

  /** As optimum and transformers.js lay out an export; labels are left to it. */
  async function exported(config: string | null): Promise<TextModelEntry> {
    const place = join(folder, String(next++))
    await mkdir(place)
    const tokenizer = join(place, 'tokenizer.json')
    await writeFile(tokenizer, tinyTokenizer())
    if (config !== null) await writeFile(join(place, 'config.json'), config)
    return { ...(await entryOf()), labels: null, tokenizer }
  }
})

test('handles and addresses are as the model was trained to see them', async () => {
  const entry = await entryOf()
  const placeholders = { handles: 'love', addresses: 'hate' }

  expect((await classify({ ...entry, placeholders }, '@someone')).label).toBe('positive')
  expect((await classify({ ...entry, placeholders }, 'https://x.com/a')).label).toBe('negative')
  expect((await classify(entry, '@someone')).label).toBe('neutral')
  expect(withPlaceholders('By @a.b: see acme.com/x. #tag me@b.org', { handles: '@user', addresses: 'http' })).toBe(
    'By @user: see http. #tag me@b.org',
  )
})

describe('tokens are those of Hugging Face’s tokenizers 0.23.3 (test/posts/tokenizers/make.py)', () => {
  const place = join(process.cwd(), 'test', 'posts', 'tokenizers')
  test.each(['roberta', 'xlm-roberta'] as const)('in the layout of %s', async (name) => {
    const expected = JSON.parse(await readFile(join(place, 'expected.json'), 'utf8'))
    const tokenise = await openTokeniser({ name, tokenizer: join(place, `${name}.json`), maxTokens: 500 })

    expect(expected.captions.map(tokenise)).toEqual(expected[name])
  })
})

test('a long text is cut between the tokens that frame it', async () => {
  const tokenise = await openTokeniser({ name: 'tiny', tokenizer: join(folder, 'tokenizer.json'), maxTokens: 5 })

  const { '[CLS]': cls, '[SEP]': sep, love, hate, '##s': s } = ids
  expect(tokenise('love hates')).toEqual([cls, love, hate, s, sep])
  expect(tokenise('love hates love love')).toEqual([cls, love, hate, s, sep])
  expect(tokenise('')).toEqual([cls, sep])
})

describe('files that do not fit are refused, with what to do:', () => {
  const foreign = () => {
    // An import of operators of another domain: field 8, with the domain `evil`.
    return Uint8Array.from([...tinyTextModel(), 66, 6, 10, 4, ...new TextEncoder().encode('evil')])
  }
  test.each<[string, (entry: TextModelEntry) => Partial<TextModelEntry>, RegExp]>([
    [
      'no model',
      () => ({ path: join(folder, 'gone.onnx') }),
      /gone\.onnx: can't be read .*give the \.onnx file of tiny/,
    ],
    [
      'no tokenizer',
      () => ({ tokenizer: join(folder, 'gone.json') }),
      /gone\.json: .*give the tokenizer\.json of tiny/,
    ],
    ['another model', () => ({ sha256: '0'.repeat(64) }), /is not tiny: SHA-256 [0-9a-f]{64} instead of 0{64}/],
  ])('%s', async (_, change, reason) => {
    const entry = await entryOf()

    await expect(resolveTextModel({ ...entry, ...change(entry) })).rejects.toThrow(reason)
  })

  test('a model with operators of its own, or none at all', async () => {
    await expect(resolveTextModel(await entryOf(foreign()))).rejects.toThrow(/custom operators \(evil\)/)
    await expect(resolveTextModel(await entryOf(new Uint8Array([1, 2])))).rejects.toThrow(/not an ONNX model/)
  })

  test.each<[string, TinyTextModel, RegExp]>([
    ['other inputs', { inputs: ['ids', 'mask'] }, /has the inputs ids \(int64 n x t\), mask .*needs input_ids and/],
    ['one input more', { inputs: ['input_ids', 'attention_mask', 'pixels'] }, /pixels \(int64/],
    ['inputs of fixed length', { length: 16 }, /input_ids \(int64 n x 16\).*of any length/],
    ['two classes', { classes: 2 }, /gives 1 x 2 numbers for a text, and the config 3 labels .*give a label for each/],
  ])('a model with %s', async (_, model, reason) => {
    await expect(openTextClassifier(await entryOf(model))).rejects.toThrow(reason)
  })

  test.each(['other.json', 'broken.json'])('a tokenizer that is none: %s', async (name) => {
    const entry = { ...(await entryOf()), tokenizer: join(folder, name) }

    await expect(openTextClassifier(entry)).rejects.toThrow(`${name}: can't be used`)
  })

  test('a tokenizer of another model, as soon as a token is not known', async () => {
    const entry = await entryOf({ vocabulary: 5 })

    await expect(classify(entry, 'I hate it')).rejects.toThrow(/tiny fails on "I hate it" .*of the same model/)
  })
})
